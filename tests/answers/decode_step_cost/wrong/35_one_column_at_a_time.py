# verdict: products-twice; scores again for every single column
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


def column(q, K, x):
    s = K @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ x / w.sum()


def decode_step(q, k, v, cache):
    cache.append(k, v)
    return np.array([column(q, cache.keys, x) for x in cache.values.T])
