# fails: equals; diagnosis: never_writes
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.zeros((0, d_k)), np.zeros((0, d_v))

    def append(self, k, v):
        t = len(np.atleast_2d(k))
        self.keys = np.zeros((len(self) + t, self.keys.shape[1]), k.dtype)
        self.values = np.zeros((len(self), self.values.shape[1]), v.dtype)

    def __len__(self):
        return len(self.keys)
