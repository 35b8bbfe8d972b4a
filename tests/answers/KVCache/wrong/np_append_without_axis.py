# fails: dtype; diagnosis: rows_in_a_line
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values, self.d_k = np.empty((0, d_k)), np.empty((0, d_v)), d_k

    def append(self, k, v):
        self.keys = np.append(self.keys, k)
        self.values = np.append(self.values, v)

    def __len__(self):
        return self.keys.size // self.d_k
