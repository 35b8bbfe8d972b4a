# verdict: ok; pairwise tree of merged softmax pieces
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


def piece(q, K, V):
    if len(K) <= 4:
        s = K @ q / np.sqrt(len(q))
        w = np.exp(s - s.max())
        return s.max(), w.sum(), w @ V
    half = len(K) // 2
    (m1, t1, a1), (m2, t2, a2) = piece(q, K[:half], V[:half]), piece(q, K[half:], V[half:])
    m = max(m1, m2)
    c1, c2 = np.exp(m1 - m), np.exp(m2 - m)
    return m, c1 * t1 + c2 * t2, c1 * a1 + c2 * a2


def decode_step(q, k, v, cache):
    cache.append(k, v)
    _, total, acc = piece(q, cache.keys, cache.values)
    return acc / total
