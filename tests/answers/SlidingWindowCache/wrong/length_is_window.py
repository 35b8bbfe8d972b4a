# fails: shape; diagnosis: len_is_the_window
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window, self.widths = window, (d_k, d_v)
        self.k, self.v, self.seen = [], [], 0

    def append(self, k, v):
        k, v = [np.array(row) for row in np.atleast_2d(k)], [np.array(row) for row in np.atleast_2d(v)]
        self.seen += len(k)
        self.k, self.v = (self.k + k)[-self.window:], (self.v + v)[-self.window:]

    def _read(self, rows, d):
        return np.array(rows) if len(rows) else np.empty((0, d))

    @property
    def keys(self):
        return self._read(self.k, self.widths[0])

    @property
    def values(self):
        return self._read(self.v, self.widths[1])

    def __len__(self):
        return self.window
