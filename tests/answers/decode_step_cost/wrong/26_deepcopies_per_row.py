# verdict: quadratic-copying; deepcopies the cache for every row read
import copy
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def row(self, i):
        return copy.deepcopy(self.keys)[i]

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = np.array([cache.row(i) @ q for i in range(len(cache))]) / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
