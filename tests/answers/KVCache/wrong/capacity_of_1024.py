# fails: incremental; diagnosis: full_at_capacity
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v, capacity=1024):
        self.capacity, self.n, self.d_k, self.d_v = capacity, 0, d_k, d_v
        self.k = self.v = None

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if self.k is None:
            self.k = np.zeros((self.capacity, self.d_k), k.dtype)
            self.v = np.zeros((self.capacity, self.d_v), v.dtype)
        self.k[self.n:self.n + len(k)] = k
        self.v[self.n:self.n + len(v)] = v
        self.n += len(k)

    keys = property(lambda self: np.empty((0, self.d_k)) if self.k is None else self.k[:self.n])
    values = property(lambda self: np.empty((0, self.d_v)) if self.v is None else self.v[:self.n])

    def __len__(self):
        return self.n
