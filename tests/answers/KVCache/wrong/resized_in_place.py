# fails: aliasing; diagnosis: earlier_reads_change
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if len(self.keys) == 0:
            self.keys, self.values = k.copy(), v.copy()
            return
        n = len(self.keys)
        self.keys.resize((n + len(k), k.shape[1]), refcheck=False)
        self.values.resize((n + len(v), v.shape[1]), refcheck=False)
        self.keys[n:], self.values[n:] = k, v

    def __len__(self):
        return len(self.keys)
