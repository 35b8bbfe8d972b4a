# fails: equals; diagnosis: right_for_few_tokens
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window, self.d_k, self.d_v = window, d_k, d_v
        self.seen, self.k = np.zeros(1, np.uint16), None

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if self.k is None:
            self.k = np.zeros((self.window, self.d_k), k.dtype)
            self.v = np.zeros((self.window, self.d_v), v.dtype)
        for key, value in zip(k, v):
            slot = int(self.seen[0]) % self.window
            self.k[slot], self.v[slot] = key, value
            self.seen += np.uint16(1)

    def _in_order(self, rows, width):
        if self.k is None:
            return np.empty((0, width))
        seen = int(self.seen[0])
        if seen < self.window:
            return rows[:seen]
        return np.roll(rows, -(seen % self.window), axis=0)

    @property
    def keys(self):
        return self._in_order(self.k, self.d_k)

    @property
    def values(self):
        return self._in_order(None if self.k is None else self.v, self.d_v)

    def __len__(self):
        return min(int(self.seen[0]), self.window)
