# fails: shape; diagnosis: assigns_to_a_property
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys = np.empty((0, d_k)); self._v = np.empty((0, d_v))
    def append(self, k, v):
        self._k = np.vstack([self._k, k]); self._v = np.vstack([self._v, v])
    @property
    def keys(self):
        return self._k
    @property
    def values(self):
        return self._v
    def __len__(self):
        return len(self._k)
