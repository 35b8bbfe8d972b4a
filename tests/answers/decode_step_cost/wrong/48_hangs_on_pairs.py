# verdict: too-slow; three nested Python loops over everything cached
import math
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    n = len(cache)
    for i in range(n):
        for j in range(n):
            for m in range(n):
                s = sum(q[c] * cache.keys[m, c] for c in range(len(q)))
    s = cache.keys @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
