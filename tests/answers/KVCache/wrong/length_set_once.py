# fails: equals; diagnosis: len_stays_0
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))
        self.length = len(self.keys)

    def append(self, k, v):
        self.keys = np.concatenate([self.keys.astype(k.dtype), np.atleast_2d(k)])
        self.values = np.concatenate([self.values.astype(v.dtype), np.atleast_2d(v)])

    def __len__(self):
        return self.length
