# fails: equals; diagnosis: chunk_reversed
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        k, v = list(np.atleast_2d(k)), list(np.atleast_2d(v))
        while k:
            self.keys = np.vstack([self.keys.astype(k[0].dtype), k.pop()])
            self.values = np.vstack([self.values.astype(v[0].dtype), v.pop()])

    def __len__(self):
        return len(self.keys)
