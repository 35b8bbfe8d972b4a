# fails: shape; diagnosis: no_len
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window = window
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.vstack([self.keys, k])[-self.window:]
        self.values = np.vstack([self.values, v])[-self.window:]
