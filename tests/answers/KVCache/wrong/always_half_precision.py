# fails: dtype; diagnosis: float16_for_float32
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.zeros((0, d_k), np.float16), np.zeros((0, d_v), np.float16)

    def append(self, k, v):
        self.keys = np.vstack([self.keys, np.atleast_2d(k).astype(np.float16)])
        self.values = np.vstack([self.values, np.atleast_2d(v).astype(np.float16)])

    def __len__(self):
        return len(self.keys)
