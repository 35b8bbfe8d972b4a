# fails: dtype; diagnosis: float32_for_float64
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys = np.empty((0, d_k), dtype=np.float32)
        self.values = np.empty((0, d_v), dtype=np.float32)

    def append(self, k, v):
        self.keys = np.vstack([self.keys, np.float32(k)])
        self.values = np.vstack([self.values, np.float32(v)])

    def __len__(self):
        return len(self.keys)
