# lists, the oldest deleted
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window, self.d_k, self.d_v = window, d_k, d_v
        self.rows = []

    def append(self, k, v):
        first_k, first_v = self.rows[0] if self.rows else (k, v)
        self.rows.extend(zip(np.array(k, first_k.dtype, ndmin=2), np.array(v, first_v.dtype, ndmin=2)))
        del self.rows[:-self.window]

    @property
    def keys(self):
        return np.stack([k for k, _ in self.rows]) if self.rows else np.empty((0, self.d_k))

    @property
    def values(self):
        return np.stack([v for _, v in self.rows]) if self.rows else np.empty((0, self.d_v))

    def __len__(self):
        return len(self.rows)
