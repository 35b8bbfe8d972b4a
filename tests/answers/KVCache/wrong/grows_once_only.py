# fails: incremental; diagnosis: full_at_capacity
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v, self.n = np.empty((16, d_k)), np.empty((16, d_v)), 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if self.n == 0:
            self.k, self.v = self.k.astype(k.dtype), self.v.astype(v.dtype)
        if self.n + len(k) > len(self.k):
            self.k = np.concatenate([self.k, np.empty_like(self.k)])
            self.v = np.concatenate([self.v, np.empty_like(self.v)])
        self.k[self.n:self.n + len(k)] = k
        self.v[self.n:self.n + len(v)] = v
        self.n += len(k)

    keys = property(lambda self: self.k[:self.n])
    values = property(lambda self: self.v[:self.n])

    def __len__(self):
        return self.n
