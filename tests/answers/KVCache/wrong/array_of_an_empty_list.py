# fails: shape; diagnosis: flat_when_empty
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.k_list, self.v_list = [], []

    def append(self, k, v):
        self.k_list.extend(np.array(k, ndmin=2))
        self.v_list.extend(np.array(v, ndmin=2))

    @property
    def keys(self):
        return np.array(self.k_list)

    @property
    def values(self):
        return np.array(self.v_list)

    def __len__(self):
        return len(self.k_list)
