# fails: equals; diagnosis: always_slot_0
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v, self.n, self.position = np.zeros((0, d_k)), np.zeros((0, d_v)), 0, 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        t = len(k)
        self.k = np.concatenate([self.k.astype(k.dtype), np.zeros_like(k)])
        self.v = np.concatenate([self.v.astype(v.dtype), np.zeros_like(v)])
        self.k[self.position:self.position + t] = k
        self.v[self.position:self.position + t] = v
        self.n += t

    @property
    def keys(self):
        return self.k[:self.n].copy()

    @property
    def values(self):
        return self.v[:self.n].copy()

    def __len__(self):
        return self.n
