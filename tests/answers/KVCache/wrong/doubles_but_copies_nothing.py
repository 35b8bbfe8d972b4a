# fails: equals; diagnosis: earlier_rows_change
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v, self.n = np.zeros((4, d_k)), np.zeros((4, d_v)), 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if self.n == 0:
            self.k, self.v = self.k.astype(k.dtype), self.v.astype(v.dtype)
        while self.n + len(k) > len(self.k):
            self.k = np.zeros((2 * len(self.k), self.k.shape[1]), k.dtype)
            self.v = np.zeros((2 * len(self.v), self.v.shape[1]), v.dtype)
        self.k[self.n:self.n + len(k)], self.v[self.n:self.n + len(k)] = k, v
        self.n += len(k)

    keys = property(lambda self: self.k[:self.n])
    values = property(lambda self: self.v[:self.n])

    def __len__(self):
        return self.n
