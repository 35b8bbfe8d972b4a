# fails: cost; diagnosis: keeps_everything
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window, self.positions = window, []
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if not self.positions:
            self.keys, self.values = self.keys.astype(k.dtype), self.values.astype(v.dtype)
        self.positions.extend(range(len(self.positions), len(self.positions) + len(k)))
        self.keys = np.concatenate([self.keys, k.astype(self.keys.dtype)])[-self.window :].copy()
        self.values = np.concatenate([self.values, v.astype(self.values.dtype)])[-self.window :].copy()

    def __len__(self):
        return len(self.keys)
