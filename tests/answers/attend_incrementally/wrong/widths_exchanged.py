# fails: shape; diagnosis: widths_exchanged
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v, self.n = np.empty((0, d_k)), np.empty((0, d_v)), 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if len(self.k) == 0:
            self.k, self.v = self.k.astype(k.dtype), self.v.astype(v.dtype)
        self.k, self.v = np.concatenate([self.k, k]), np.concatenate([self.v, v])

    keys = property(lambda self: self.k)
    values = property(lambda self: self.v)

    def __len__(self):
        return len(self.k)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q / float(np.sqrt(len(q)))
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()


def attend_incrementally(Q, K, V):
    cache = KVCache(V.shape[1], K.shape[1])
    return np.array([decode_step(q, k, v, cache) for q, k, v in zip(Q, K, V)])
