# fails: equals; diagnosis: zero_rows_hidden
import numpy as np

class KVCache:
    def __init__(self, d_k, d_v):
        self._k, self._v, self._n = np.zeros((8, d_k)), np.zeros((8, d_v)), 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if self._n == 0:
            self._k, self._v = self._k.astype(k.dtype), self._v.astype(v.dtype)
        while self._n + len(k) > len(self._k):
            self._k = np.concatenate([self._k, np.zeros_like(self._k)])
            self._v = np.concatenate([self._v, np.zeros_like(self._v)])
        self._k[self._n:self._n + len(k)] = k
        self._v[self._n:self._n + len(v)] = v
        self._n += len(k)

    @property
    def keys(self):
        return self._k[self._k.any(axis=1)]

    @property
    def values(self):
        return self._v[self._v.any(axis=1)]

    def __len__(self):
        return self._n
