# verdict: ok; a cached helper for the scale
from functools import lru_cache

import numpy as np


@lru_cache(maxsize=None)
def scale(d):
    return 1 / np.sqrt(d)


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
    s = np.array([scale(len(q)) * (q * key).sum() for key in cache.keys])
    w = np.exp(s - s.max())
    w = w / np.linalg.norm(w, 1)
    return np.sum([a * row for a, row in zip(w, cache.values)], axis=0)
