# verdict: ok; broadcasting instead of matrix products
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.append(self.keys, np.atleast_2d(k), axis=0)
        self.values = np.append(self.values, np.atleast_2d(v), axis=0)

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = (cache.keys * q).sum(axis=1) / np.sqrt(len(q))
    weights = np.exp(scores - scores.max())
    weights = weights / weights.sum()
    return (weights[:, None] * cache.values).sum(axis=0)
