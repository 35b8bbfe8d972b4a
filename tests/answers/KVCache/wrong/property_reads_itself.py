# fails: shape; diagnosis: asks_itself
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._k = np.empty((0, d_k)); self._v = np.empty((0, d_v))
    def append(self, k, v):
        self._k = np.vstack([self._k, k]); self._v = np.vstack([self._v, v])
    @property
    def keys(self):
        return self.keys
    @property
    def values(self):
        return self.values
    def __len__(self):
        return len(self._k)
