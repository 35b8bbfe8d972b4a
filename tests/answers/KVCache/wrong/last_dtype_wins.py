# fails: dtype; diagnosis: later_dtype_wins
import numpy as np

class KVCache:
    def __init__(self, d_k, d_v):
        self.keys = np.zeros((0, d_k))
        self.values = np.zeros((0, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        self.keys = np.concatenate([self.keys, k]).astype(k.dtype)
        self.values = np.concatenate([self.values, v]).astype(v.dtype)

    def __len__(self):
        return len(self.keys)
