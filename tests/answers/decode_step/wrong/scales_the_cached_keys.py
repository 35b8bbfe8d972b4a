# fails: incremental; diagnosis: scaled_rows
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if not len(self.keys):
            self.keys, self.values = self.keys.astype(k.dtype), self.values.astype(v.dtype)
        self.keys = np.concatenate([self.keys, k.astype(self.keys.dtype)])
        self.values = np.concatenate([self.values, v.astype(self.values.dtype)])

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    keys = cache.keys
    keys /= np.sqrt(len(q))
    scores = keys @ q
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()
