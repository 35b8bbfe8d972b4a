# fails: equals; diagnosis: float32_for_float64
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window = window
        self.keys, self.values = np.empty((0, d_k), np.float32), np.empty((0, d_v), np.float32)

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k).astype(np.float32)])[-self.window:].copy()
        self.values = np.concatenate([self.values, np.atleast_2d(v).astype(np.float32)])[-self.window:].copy()

    def __len__(self):
        return len(self.keys)
