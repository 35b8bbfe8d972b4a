# fails: equals; diagnosis: order_of_slots
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window, self.widths = window, (d_k, d_v)
        self.k, self.v, self.seen = [], [], 0

    def append(self, k, v):
        k, v = [np.array(row) for row in np.atleast_2d(k)], [np.array(row) for row in np.atleast_2d(v)]
        self.seen += len(k)
        for key, value in zip(k, v):
            if len(self.k) < self.window:
                self.k.append(key)
                self.v.append(value)
            else:
                slot = (self.seen - len(k)) % self.window
                self.k[slot], self.v[slot] = key, value
            k = k[1:]

    def _read(self, rows, d):
        return np.array(rows) if len(rows) else np.empty((0, d))

    @property
    def keys(self):
        return self._read(self.k, self.widths[0])

    @property
    def values(self):
        return self._read(self.v, self.widths[1])

    def __len__(self):
        return len(self.k)
