# fails: incremental; diagnosis: scaled_rows
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        self.keys = np.concatenate([self.keys.astype(k.dtype), k])
        self.values = np.concatenate([self.values.astype(v.dtype), v])

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    keys = cache.keys
    keys /= np.sqrt(len(q))
    scores = keys @ q
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()
