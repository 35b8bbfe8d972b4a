# fails: shape; diagnosis: no_len
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))
        self.length = 0

    def append(self, k, v):
        self.keys = np.concatenate([self.keys.astype(k.dtype), np.atleast_2d(k)])
        self.values = np.concatenate([self.values.astype(v.dtype), np.atleast_2d(v)])
        self.length = len(self.keys)
