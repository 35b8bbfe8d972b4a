# tokens in chunks, with a running maximum
import numpy as np


def grouped_query_decode_step(Q, K, V):
    g, n, d = K.shape
    q = (Q * Q.dtype.type(d ** -0.5)).reshape(g, -1, d)
    m = np.full(q.shape[:2] + (1,), -np.inf, Q.dtype)
    l = np.zeros_like(m)
    acc = np.zeros_like(q)
    for start in range(0, n, 32):
        s = q @ K[:, start:start + 32].swapaxes(1, 2)
        new = np.maximum(m, s.max(-1, keepdims=True))
        p = np.exp(s - new)
        f = np.exp(m - new)
        acc = acc * f + p @ V[:, start:start + 32]
        l = l * f + p.sum(-1, keepdims=True)
        m = new
    return (acc / l).reshape(Q.shape)
