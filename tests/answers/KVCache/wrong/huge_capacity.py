# fails: memory; diagnosis: too_much_room
# a million rows from the start
import numpy as np

class KVCache:
    def __init__(self, d_k, d_v):
        self._d, self._k, self._v, self._n = (d_k, d_v), None, None, 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if self._k is None:
            self._k, self._v = np.zeros((100_000, self._d[0]), k.dtype), np.zeros((100_000, self._d[1]), v.dtype)
        need = self._n + len(k)
        while need > len(self._k):
            self._k = np.concatenate([self._k, np.zeros_like(self._k)])
            self._v = np.concatenate([self._v, np.zeros_like(self._v)])
        self._k[self._n:need], self._v[self._n:need] = k, v
        self._n = need

    @property
    def keys(self):
        return np.zeros((0, self._d[0])) if self._k is None else self._k[:self._n]

    @property
    def values(self):
        return np.zeros((0, self._d[1])) if self._v is None else self._v[:self._n]

    def __len__(self):
        return self._n
