# fails: equals; diagnosis: none
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.n, self.d_k, self.d_v = 0, d_k, d_v

    def append(self, k, v):
        self.n += 2

    @property
    def keys(self):
        if self.n:
            raise ValueError("no")
        return np.empty((0, self.d_k))

    @property
    def values(self):
        return np.empty((0, self.d_v))

    def __len__(self):
        return self.n
