# Numbers of every kind that may travel, wrong in ways that conversion might hide: complex, long, half, whole, endless.
kinds = iter(range(10**9))
def odd(shape):
    return [np.full(shape, 1j), np.full(shape, np.longdouble("inf")), np.full(shape, np.float16(6e4)), np.full(shape, 2**63, np.uint64),
            np.full(shape, -np.inf), np.zeros((0, *shape[1:])), np.full(shape, np.nan, np.complex64)][next(kinds) % 7]
def causal_mask(n): return odd((n, n))
def softmax(scores): return odd(scores.shape)
def causal_attention(Q, K, V): return odd(V.shape)
def count(n): return np.complex128(complex(n * (n + 1) // 2, 1))
def twice(function, x): return np.array([0, 4, 8], complex) * 1j
