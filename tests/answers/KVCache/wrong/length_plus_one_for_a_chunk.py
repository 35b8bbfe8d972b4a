# fails: equals; diagnosis: only_first_of_chunk
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v, self.n = np.empty((0, d_k)), np.empty((0, d_v)), 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        self.k = np.concatenate([self.k[:self.n].astype(k.dtype), k])
        self.v = np.concatenate([self.v[:self.n].astype(v.dtype), v])
        self.n += 1

    keys = property(lambda self: self.k[:self.n])
    values = property(lambda self: self.v[:self.n])

    def __len__(self):
        return self.n
