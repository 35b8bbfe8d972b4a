# verdict: ok; an identity projection of the one new token
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))
        self.W = np.eye(d_k)

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k) @ self.W])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ (cache.W @ q) / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
