# fails: shape; diagnosis: another_type
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = [], []

    def append(self, k, v):
        self.keys.extend(np.atleast_2d(k).tolist())
        self.values.extend(np.atleast_2d(v).tolist())

    def __len__(self):
        return len(self.keys)
