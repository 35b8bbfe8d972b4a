# fails: equals; diagnosis: ring_read_from_the_next_slot
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window, self.seen = window, 0
        self.k, self.v = np.empty((window, d_k)), np.empty((window, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if self.seen == 0:
            self.k, self.v = self.k.astype(k.dtype), self.v.astype(v.dtype)
        for key, value in zip(k, v):
            self.k[self.seen % self.window], self.v[self.seen % self.window] = key, value
            self.seen += 1

    def _in_order(self, rows):
        if self.seen < self.window:
            return rows[: self.seen]
        oldest = (self.seen + 1) % self.window
        return np.concatenate([rows[oldest:], rows[:oldest]])

    keys = property(lambda self: self._in_order(self.k))
    values = property(lambda self: self._in_order(self.v))

    def __len__(self):
        return min(self.seen, self.window)
