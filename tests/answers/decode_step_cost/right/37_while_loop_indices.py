# verdict: ok; while loops over numpy scalars
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
    n, i = len(cache), 0
    scores = np.zeros(n)
    while i < n:
        j = 0
        while j < len(q):
            scores[i] += cache.keys[i, j] * q[j]
            j += 1
        i += 1
    scores = scores / np.sqrt(len(q))
    weights = np.exp(scores - scores.max())
    weights = weights / weights.sum()
    out = np.zeros(len(v))
    for i in range(n):
        for c in range(len(v)):
            out[c] = out[c] + weights[i] * cache.values[i][c]
    return out
