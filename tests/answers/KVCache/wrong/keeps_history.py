# fails: memory; diagnosis: keeps_every_version
# a copy of itself at every step
import numpy as np

class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values, self.history = np.zeros((0, d_k)), np.zeros((0, d_v)), []

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if len(self) == 0:
            self.keys, self.values = k.copy(), v.copy()
        else:
            self.keys = np.concatenate([self.keys, k]).astype(self.keys.dtype)
            self.values = np.concatenate([self.values, v]).astype(self.values.dtype)
        self.history.append((self.keys, self.values))

    def __len__(self):
        return len(self.keys)
