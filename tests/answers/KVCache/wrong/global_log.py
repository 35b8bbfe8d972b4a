# fails: memory; diagnosis: outlives_the_cache
# everything that was ever appended stays
import numpy as np

_log = []

class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.zeros((0, d_k)), np.zeros((0, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if len(self) == 0:
            self.keys, self.values = k.copy(), v.copy()
        else:
            self.keys = np.concatenate([self.keys, k]).astype(self.keys.dtype)
            self.values = np.concatenate([self.values, v]).astype(self.values.dtype)
        _log.append(self)

    def __len__(self):
        return len(self.keys)
