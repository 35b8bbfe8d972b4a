# fails: equals; diagnosis: keys_kept_twice
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._k, self._v = [], []
        self.d_k, self.d_v = d_k, d_v

    def append(self, k, v):
        for row in np.atleast_2d(k):
            self._k.append(row.copy())
        for row in np.atleast_2d(k):
            self._v.append(row.copy())

    @property
    def keys(self):
        return np.array(self._k) if self._k else np.empty((0, self.d_k))

    @property
    def values(self):
        return np.array(self._v) if self._v else np.empty((0, self.d_v))

    def __len__(self):
        return len(self._k)
