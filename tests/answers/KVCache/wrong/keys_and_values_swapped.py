# fails: equals; diagnosis: keys_and_values_swapped
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if len(self) == 0:
            self.keys, self.values = v.copy(), k.copy()
        else:
            self.keys, self.values = np.concatenate([self.keys, v]), np.concatenate([self.values, k])

    def __len__(self):
        return len(self.keys)
