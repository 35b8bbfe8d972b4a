# fails: equals; diagnosis: room_for_one
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.w = window
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if len(self.keys) == 0:
            self.keys, self.values = self.keys.astype(k.dtype), self.values.astype(v.dtype)
        self.keys = np.concatenate([self.keys[-self.w + 1 :], k])
        self.values = np.concatenate([self.values[-self.w + 1 :], v])

    def __len__(self):
        return len(self.keys)
