# fails: equals; diagnosis: first_append_lost
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v = d_k, d_v
        self._k = self._v = None

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if self._k is None:
            self._k, self._v = np.empty((0, self.d_k), k.dtype), np.empty((0, self.d_v), v.dtype)
        else:
            self._k, self._v = np.vstack([self._k, k]), np.vstack([self._v, v])

    @property
    def keys(self):
        return self._k if self._k is not None else np.empty((0, self.d_k))

    @property
    def values(self):
        return self._v if self._v is not None else np.empty((0, self.d_v))

    def __len__(self):
        return 0 if self._k is None else len(self._k)
