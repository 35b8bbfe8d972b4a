# fails: equals; diagnosis: rolled_flat
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window, self.d_k, self.d_v, self.n = window, d_k, d_v, 0
        self.K = None

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if self.K is None:
            self.K, self.V = np.empty((self.window, self.d_k), k.dtype), np.empty((self.window, self.d_v), v.dtype)
        for a, b in zip(k, v):
            self.K[self.n % self.window], self.V[self.n % self.window] = a, b
            self.n += 1

    def _read(self, B):
        if self.n <= self.window:
            return B[:self.n]
        return np.roll(B, -(self.n % self.window))

    @property
    def keys(self):
        return self._read(self.K) if self.n else np.empty((0, self.d_k))

    @property
    def values(self):
        return self._read(self.V) if self.n else np.empty((0, self.d_v))

    def __len__(self):
        return min(self.n, self.window)
