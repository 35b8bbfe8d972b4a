# fails: equals; diagnosis: len_counts_numbers
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))
    def append(self, k, v):
        if len(self.keys) == 0:
            self.keys, self.values = self.keys.astype(k.dtype), self.values.astype(v.dtype)
        self.keys = np.vstack((self.keys, k))
        self.values = np.vstack((self.values, v))
    def __len__(self):
        return self.keys.size
