# fails: shape; diagnosis: asks_itself
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys = np.empty((0, d_k)); self.values = np.empty((0, d_v))
    def append(self, k, v):
        self.keys = np.vstack([self.keys, k]); self.values = np.vstack([self.values, v])
    def __len__(self):
        return len(self)
