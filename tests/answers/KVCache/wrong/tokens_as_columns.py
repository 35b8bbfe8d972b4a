# fails: shape; diagnosis: columns_for_rows
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((d_k, 0)), np.empty((d_v, 0))

    def append(self, k, v):
        self.keys = np.hstack([self.keys.astype(k.dtype), np.atleast_2d(k).T])
        self.values = np.hstack([self.values.astype(v.dtype), np.atleast_2d(v).T])

    def __len__(self):
        return self.keys.shape[1]
