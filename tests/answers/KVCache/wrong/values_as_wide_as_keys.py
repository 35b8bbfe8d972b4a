# fails: shape; diagnosis: widths_exchanged
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.zeros((0, d_k)), np.zeros((0, d_k))

    def append(self, k, v):
        k, v = np.array(k, ndmin=2), np.array(v, ndmin=2)
        self.keys = np.concatenate([self.keys, k]) if len(self.keys) else k
        self.values = np.concatenate([self.values, v]) if len(self.values) else v

    def __len__(self):
        return len(self.keys)
