# fails: independent; diagnosis: shapes_do_not_fit
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v = d_k, d_v
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if len(self) == 0:
            self.keys, self.values = k.copy(), v.copy()
        else:
            self.keys, self.values = np.hstack([self.keys, k]), np.hstack([self.values, v])

    def __len__(self):
        return len(self.keys)
