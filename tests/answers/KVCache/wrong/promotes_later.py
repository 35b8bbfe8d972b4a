# fails: dtype; diagnosis: later_dtype_wins
# float32 then float64 becomes float64
import numpy as np

class KVCache:
    def __init__(self, d_k, d_v):
        self.keys = np.zeros((0, d_k))
        self.values = np.zeros((0, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if len(self.keys) == 0:
            self.keys, self.values = k.copy(), v.copy()
        else:
            self.keys = np.concatenate([self.keys, k])
            self.values = np.concatenate([self.values, v])

    def __len__(self):
        return len(self.keys)
