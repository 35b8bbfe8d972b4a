# fails: incremental; diagnosis: drops_when_full
import numpy as np

CAPACITY = 512


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v, self.rows = d_k, d_v, []

    def append(self, k, v):
        for pair in zip(np.array(k, ndmin=2), np.array(v, ndmin=2)):
            if len(self.rows) < CAPACITY:
                self.rows.append(pair)

    keys = property(lambda self: np.array([k for k, v in self.rows]) if self.rows else np.empty((0, self.d_k)))
    values = property(lambda self: np.array([v for k, v in self.rows]) if self.rows else np.empty((0, self.d_v)))

    def __len__(self):
        return len(self.rows)
