# fails: equals; diagnosis: shapes_do_not_fit
import numpy as np

class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window = window
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))
    def append(self, k, v):
        if not len(self.keys):
            self.keys, self.values = self.keys.astype(k.dtype), self.values.astype(v.dtype)
        self.keys = np.concatenate([self.keys, k[None]])[-self.window:]
        self.values = np.concatenate([self.values, v[None]])[-self.window:]
    def __len__(self):
        return len(self.keys)
