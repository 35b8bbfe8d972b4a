# fails: independent; diagnosis: shared_between_caches
import numpy as np


class SlidingWindowCache:
    rows = []

    def __init__(self, window, d_k, d_v):
        self.window, self.widths = window, (d_k, d_v)
        self.rows.clear()

    def append(self, k, v):
        self.rows.extend(zip(np.array(k, ndmin=2), np.array(v, ndmin=2)))
        del self.rows[:-self.window]

    keys = property(lambda self: np.array([k for k, _ in self.rows]) if self.rows else np.empty((0, self.widths[0])))
    values = property(lambda self: np.array([v for _, v in self.rows]) if self.rows else np.empty((0, self.widths[1])))

    def __len__(self):
        return len(self.rows)
