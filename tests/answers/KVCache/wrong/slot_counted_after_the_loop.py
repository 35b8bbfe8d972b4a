# fails: equals; diagnosis: chunk_in_one_slot
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v, self.n = np.zeros((0, d_k)), np.zeros((0, d_v)), 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        self.k = np.concatenate([self.k.astype(k.dtype), np.zeros_like(k)])
        self.v = np.concatenate([self.v.astype(v.dtype), np.zeros_like(v)])
        for row_k, row_v in zip(k, v):
            self.k[self.n] = row_k
            self.v[self.n] = row_v
        self.n += len(k)

    keys = property(lambda self: self.k[:self.n])
    values = property(lambda self: self.v[:self.n])

    def __len__(self):
        return self.n
