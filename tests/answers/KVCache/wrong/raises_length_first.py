# fails: equals; diagnosis: counted_before_written
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v, self.n = d_k, d_v, 0
        self.k = self.v = None

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if self.k is None:
            self.k, self.v = np.zeros((30_000, self.d_k), k.dtype), np.zeros((30_000, self.d_v), v.dtype)
        self.n += len(k)
        self.k[self.n:self.n + len(k)] = k
        self.v[self.n:self.n + len(k)] = v

    @property
    def keys(self):
        return np.empty((0, self.d_k)) if self.k is None else self.k[:self.n]

    @property
    def values(self):
        return np.empty((0, self.d_v)) if self.v is None else self.v[:self.n]

    def __len__(self):
        return self.n
