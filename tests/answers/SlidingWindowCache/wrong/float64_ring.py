# fails: dtype; diagnosis: float64_for_float32
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window, self.n = window, 0
        self.k, self.v = np.zeros((window, d_k)), np.zeros((window, d_v))

    def append(self, k, v):
        for key, value in zip(np.atleast_2d(k), np.atleast_2d(v)):
            if self.n == self.window:
                self.k[:-1], self.v[:-1] = self.k[1:].copy(), self.v[1:].copy()
                self.n -= 1
            self.k[self.n], self.v[self.n] = key, value
            self.n += 1

    keys = property(lambda self: self.k[:self.n])
    values = property(lambda self: self.v[:self.n])

    def __len__(self):
        return self.n
