# verdict: ok; a mask of one row, all true
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
    position = n - 1
    allowed = np.arange(n) <= position
    scores = np.where(allowed, cache.keys @ q / np.sqrt(len(q)), -np.inf)
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()
