# fails: shape; diagnosis: shared_between_caches
import numpy as np


class KVCache:
    rows = []

    def __init__(self, d_k, d_v):
        self.d_k, self.d_v = d_k, d_v

    def append(self, k, v):
        self.rows.extend(zip(np.array(k, ndmin=2), np.array(v, ndmin=2)))

    keys = property(lambda self: np.array([k for k, v in self.rows]) if self.rows else np.empty((0, self.d_k)))
    values = property(lambda self: np.array([v for k, v in self.rows]) if self.rows else np.empty((0, self.d_v)))

    def __len__(self):
        return len(self.rows)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q / float(np.sqrt(len(q)))
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()
