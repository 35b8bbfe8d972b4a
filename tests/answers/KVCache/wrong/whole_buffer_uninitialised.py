# fails: shape; diagnosis: free_rows_shown
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v = np.empty((64, d_k)), np.empty((64, d_v))
        self.count = 0

    def append(self, k, v):
        k, v = k.reshape(-1, self.k.shape[1]), v.reshape(-1, self.v.shape[1])
        end = self.count + k.shape[0]
        if end >= len(self.k) or self.count == 0:
            old_k, old_v = self.k, self.v
            self.k, self.v = np.empty((2 * end + 64, k.shape[1]), k.dtype), np.empty((2 * end + 64, v.shape[1]), v.dtype)
            self.k[:self.count], self.v[:self.count] = old_k[:self.count], old_v[:self.count]
        self.k[self.count:end], self.v[self.count:end] = k, v
        self.count = end

    @property
    def keys(self):
        return self.k

    @property
    def values(self):
        return self.v

    def __len__(self):
        return self.count
