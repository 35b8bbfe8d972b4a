# fails: shape; diagnosis: nothing_returned
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._k = np.empty((0, d_k)); self._v = np.empty((0, d_v))
    def append(self, k, v):
        if len(self._k) == 0:
            self._k, self._v = self._k.astype(k.dtype), self._v.astype(v.dtype)
        self._k = np.vstack([self._k, k]); self._v = np.vstack([self._v, v])
    @property
    def keys(self):
        self._k
    @property
    def values(self):
        self._v
    def __len__(self):
        return len(self._k)
