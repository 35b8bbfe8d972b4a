# fails: equals; diagnosis: long_chunk_kept_whole
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window, self.d_k, self.d_v = window, d_k, d_v
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if len(self.keys) == 0:
            self.keys, self.values = self.keys.astype(k.dtype), self.values.astype(v.dtype)
        keep = max(self.window - len(k), 0)
        start = max(len(self.keys) - keep, 0)
        self.keys = np.concatenate([self.keys[start:], k])
        self.values = np.concatenate([self.values[start:], v])

    def __len__(self):
        return len(self.keys)
