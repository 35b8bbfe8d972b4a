# fails: equals; diagnosis: chunk_backwards
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window = window
        self.keys = np.empty((0, d_k))
        self.values = np.empty((0, d_v))

    def append(self, k, v):
        k = np.atleast_2d(k)[::-1]
        v = np.atleast_2d(v)[::-1]
        if len(self.keys) == 0:
            self.keys = self.keys.astype(k.dtype)
            self.values = self.values.astype(v.dtype)
        self.keys = np.concatenate([self.keys, k])[-self.window:].astype(self.keys.dtype)
        self.values = np.concatenate([self.values, v])[-self.window:].astype(self.values.dtype)

    def __len__(self):
        return len(self.keys)
