# fails: equals; diagnosis: earlier_rows_change
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.zeros((0, d_k)), np.zeros((0, d_v))

    def append(self, k, v):
        k, v = np.array(k, ndmin=2), np.array(v, ndmin=2)
        k = np.concatenate([self.keys, k]) if len(self.keys) else k
        v = np.concatenate([self.values, v]) if len(self.values) else v
        order = np.argsort(k[:, 0])
        self.keys, self.values = k[order], v[order]

    def __len__(self):
        return len(self.keys)
