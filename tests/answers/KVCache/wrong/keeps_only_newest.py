# fails: equals; diagnosis: keeps_only_newest
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys = np.empty((0, d_k))
        self.values = np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.array(k, ndmin=2)
        self.values = np.array(v, ndmin=2)

    def __len__(self):
        return len(self.keys)
