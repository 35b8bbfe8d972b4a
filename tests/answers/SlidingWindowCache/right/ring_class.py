# a ring class for each of the two
import numpy as np

class _Ring:
    def __init__(self, window, d):
        self.window, self.d, self.seen, self.data = window, d, 0, None
    def push(self, rows):
        if self.data is None:
            self.data = np.empty((self.window, self.d), rows.dtype)
        skipped = max(0, len(rows) - self.window)
        rows = rows[skipped:]
        self.seen += skipped
        where = (self.seen + np.arange(len(rows))) % self.window
        self.data[where] = rows
        self.seen += len(rows)
    def read(self):
        if self.data is None:
            return np.empty((0, self.d))
        first = max(0, self.seen - self.window)
        return self.data[np.arange(first, self.seen) % self.window]

class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self._k, self._v = _Ring(window, d_k), _Ring(window, d_v)
    def append(self, k, v):
        self._k.push(np.atleast_2d(k))
        self._v.push(np.atleast_2d(v))
    @property
    def keys(self):
        return self._k.read()
    @property
    def values(self):
        return self._v.read()
    def __len__(self):
        return min(self._k.seen, self._k.window)
