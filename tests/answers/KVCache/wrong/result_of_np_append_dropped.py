# fails: equals; diagnosis: nothing_kept
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        np.append(self.keys, np.atleast_2d(k), axis=0)
        np.append(self.values, np.atleast_2d(v), axis=0)

    def __len__(self):
        return len(self.keys)
