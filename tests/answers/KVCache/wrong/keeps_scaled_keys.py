# fails: equals; diagnosis: scaled_rows
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys.astype(k.dtype), np.atleast_2d(k) / k.dtype.type(k.shape[-1] ** 0.5)])
        self.values = np.concatenate([self.values.astype(v.dtype), np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)
