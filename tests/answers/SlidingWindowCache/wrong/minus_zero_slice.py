# fails: equals; diagnosis: all_old_ones_kept
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window, self.d_k, self.d_v = window, d_k, d_v
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k)[-self.window:], np.atleast_2d(v)[-self.window:]
        if len(self.keys) == 0:
            self.keys, self.values = self.keys.astype(k.dtype), self.values.astype(v.dtype)
        keep = self.window - len(k)
        self.keys = np.concatenate([self.keys[-keep:], k])
        self.values = np.concatenate([self.values[-keep:], v])

    def __len__(self):
        return len(self.keys)
