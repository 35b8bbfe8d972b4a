# fails: shape; diagnosis: free_rows_shown
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window, self.d_k, self.d_v, self.n = window, d_k, d_v, 0
        self.keys, self.values = np.zeros((window, d_k)), np.zeros((window, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if self.n == 0:
            self.keys, self.values = self.keys.astype(k.dtype), self.values.astype(v.dtype)
        self.n += len(k)
        self.keys = np.concatenate([self.keys, k])[-self.window:].copy()
        self.values = np.concatenate([self.values, v])[-self.window:].copy()

    def __len__(self):
        return min(self.n, self.window)
