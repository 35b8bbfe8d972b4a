# fails: shape; diagnosis: free_rows_shown
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v, capacity=8):
        self.keys, self.values, self.n = np.zeros((capacity, d_k)), np.zeros((capacity, d_v)), 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if self.n == 0:
            self.keys, self.values = self.keys.astype(k.dtype), self.values.astype(v.dtype)
        while self.n + len(k) >= len(self.keys):
            self.keys = np.concatenate([self.keys, np.zeros_like(self.keys)])
            self.values = np.concatenate([self.values, np.zeros_like(self.values)])
        self.keys[self.n:self.n + len(k)] = k
        self.values[self.n:self.n + len(k)] = v
        self.n += len(k)

    def __len__(self):
        return self.n
