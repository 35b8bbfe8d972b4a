# fails: cost; diagnosis: keeps_everything
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window = window
        self.all_keys, self.all_values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if len(self.all_keys) == 0:
            self.all_keys, self.all_values = self.all_keys.astype(k.dtype), self.all_values.astype(v.dtype)
        self.all_keys = np.vstack([self.all_keys, k])
        self.all_values = np.vstack([self.all_values, v])

    @property
    def keys(self):
        return self.all_keys[-self.window:]

    @property
    def values(self):
        return self.all_values[-self.window:]

    def __len__(self):
        return min(len(self.all_keys), self.window)
