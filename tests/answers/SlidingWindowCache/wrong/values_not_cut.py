# fails: equals; diagnosis: only_keys_dropped
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window, self.d_k, self.d_v = window, d_k, d_v
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if len(self.keys) == 0:
            self.keys, self.values = self.keys.astype(k.dtype), self.values.astype(v.dtype)
        self.keys = np.concatenate([self.keys, k])[-self.window:].copy()
        self.values = np.concatenate([self.values, v])

    def __len__(self):
        return len(self.keys)
