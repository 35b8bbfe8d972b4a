# fails: equals; diagnosis: shared_between_caches

import numpy as np


class SlidingWindowCache:
    rows = []

    def __init__(self, window, d_k, d_v):
        self.window, self.widths = window, (d_k, d_v)

    def append(self, k, v):
        self.rows.extend(zip(np.array(k, ndmin=2), np.array(v, ndmin=2)))
        del self.rows[:-self.window]

    def _read(self, which):
        return np.array([row[which] for row in self.rows]).reshape(-1, self.widths[which])

    keys = property(lambda self: self._read(0))
    values = property(lambda self: self._read(1))

    def __len__(self):
        return len(self.rows)
