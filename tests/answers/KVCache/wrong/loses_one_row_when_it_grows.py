# fails: incremental; diagnosis: room_ends
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v, self.n = np.zeros((64, d_k)), np.zeros((64, d_v)), 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if self.n == 0:
            self.k, self.v = self.k.astype(k.dtype), self.v.astype(v.dtype)
        end = self.n + len(k)
        if end > len(self.k):
            grown_k, grown_v = (np.zeros((2 * end, a.shape[1]), a.dtype) for a in (self.k, self.v))
            grown_k[:self.n - 1], grown_v[:self.n - 1] = self.k[:self.n - 1], self.v[:self.n - 1]
            self.k, self.v = grown_k, grown_v
        self.k[self.n:end], self.v[self.n:end] = k, v
        self.n = end

    keys = property(lambda self: self.k[:self.n])
    values = property(lambda self: self.v[:self.n])

    def __len__(self):
        return self.n
