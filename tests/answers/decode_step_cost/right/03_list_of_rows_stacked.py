# verdict: ok; lists of rows, an array made when read
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v = d_k, d_v
        self.k_rows, self.v_rows = [], []

    def append(self, k, v):
        for row in np.atleast_2d(k):
            self.k_rows.append(row.copy())
        for row in np.atleast_2d(v):
            self.v_rows.append(row.copy())

    @property
    def keys(self):
        return np.stack(self.k_rows) if self.k_rows else np.empty((0, self.d_k))

    @property
    def values(self):
        return np.stack(self.v_rows) if self.v_rows else np.empty((0, self.d_v))

    def __len__(self):
        return len(self.k_rows)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    keys, values = cache.keys, cache.values
    scores = np.dot(keys, q) / np.sqrt(keys.shape[1])
    weights = np.exp(scores - scores.max())
    weights = weights / weights.sum()
    return np.dot(weights, values)
