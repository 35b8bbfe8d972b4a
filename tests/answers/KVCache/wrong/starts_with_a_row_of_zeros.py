# fails: shape; diagnosis: zero_row_in_front
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys = np.zeros((1, d_k))
        self.values = np.zeros((1, d_v))

    def append(self, k, v):
        self.keys = np.vstack([self.keys, k])
        self.values = np.vstack([self.values, v])

    def __len__(self):
        return len(self.keys)
