# fails: incremental; diagnosis: overwrites_when_full
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.size, self.count = 256, 0
        self.d_k, self.d_v, self.k, self.v = d_k, d_v, None, None

    def append(self, k, v):
        for key, value in zip(np.atleast_2d(k), np.atleast_2d(v)):
            if self.k is None:
                self.k = np.empty((self.size, self.d_k), k.dtype)
                self.v = np.empty((self.size, self.d_v), v.dtype)
            self.k[self.count % self.size] = key
            self.v[self.count % self.size] = value
            self.count += 1

    @property
    def keys(self):
        return np.empty((0, self.d_k)) if self.k is None else self.k[:min(self.count, self.size)]

    @property
    def values(self):
        return np.empty((0, self.d_v)) if self.v is None else self.v[:min(self.count, self.size)]

    def __len__(self):
        return min(self.count, self.size)
