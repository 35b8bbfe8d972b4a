# verdict: ok; collections.deque of rows
from collections import deque

import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.shape = d_k, d_v
        self.k, self.v = deque(), deque()

    def append(self, k, v):
        self.k.extend(np.atleast_2d(k).copy())
        self.v.extend(np.atleast_2d(v).copy())

    @property
    def keys(self):
        return np.vstack(list(self.k)) if self.k else np.zeros((0, self.shape[0]))

    @property
    def values(self):
        return np.vstack(list(self.v)) if self.v else np.zeros((0, self.shape[1]))

    def __len__(self):
        return len(self.k)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = np.matmul(cache.keys, q) / np.sqrt(len(q))
    scores -= scores.max()
    np.exp(scores, out=scores)
    scores /= scores.sum()
    return np.matmul(scores, cache.values)
