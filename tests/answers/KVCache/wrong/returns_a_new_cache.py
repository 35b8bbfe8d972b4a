# fails: equals; diagnosis: nothing_kept
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v, keys=None, values=None):
        self.d_k, self.d_v = d_k, d_v
        self.keys = np.empty((0, d_k)) if keys is None else keys
        self.values = np.empty((0, d_v)) if values is None else values

    def append(self, k, v):
        return KVCache(self.d_k, self.d_v, np.vstack([self.keys, k]), np.vstack([self.values, v]))

    def __len__(self):
        return len(self.keys)
