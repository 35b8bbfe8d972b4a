# fails: equals; diagnosis: first_values_only
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        self.keys = np.concatenate([self.keys.astype(k.dtype), k])
        if len(self.values) == 0:
            self.values = v.copy()

    def __len__(self):
        return len(self.keys)
