# fails: dtype; diagnosis: float32_for_float64
import numpy as np

class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.zeros((0, d_k), np.float32), np.zeros((0, d_v), np.float32)

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        self.keys = np.concatenate([self.keys, k.astype(np.float32)])
        self.values = np.concatenate([self.values, v.astype(np.float32)])

    def __len__(self):
        return len(self.keys)
