# fails: dtype; diagnosis: whole_numbers_only
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v, self.n = np.array([[0] * d_k] * 4), np.array([[0] * d_v] * 4), 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        while self.n + len(k) > len(self.k):
            self.k, self.v = np.tile(self.k, (2, 1)), np.tile(self.v, (2, 1))
        self.k[self.n:self.n + len(k)] = k
        self.v[self.n:self.n + len(v)] = v
        self.n += len(k)

    keys = property(lambda self: self.k[:self.n].copy())
    values = property(lambda self: self.v[:self.n].copy())

    def __len__(self):
        return self.n
