# room for half as many again
import numpy as np


class KVCache:
    GROWTH = 1.5

    def __init__(self, d_k, d_v):
        self._k, self._v, self._len = np.empty((0, d_k)), np.empty((0, d_v)), 0

    def _room(self, a, need, dtype):
        if self._len and need <= len(a):
            return a
        new = np.empty((max(need, int(len(a) * self.GROWTH) + 1), a.shape[1]), dtype if not self._len else a.dtype)
        new[:self._len] = a[:self._len]
        return new

    def append(self, k, v):
        k, v = k.reshape(-1, self._k.shape[1]), v.reshape(-1, self._v.shape[1])
        need = self._len + k.shape[0]
        self._k, self._v = self._room(self._k, need, k.dtype), self._room(self._v, need, v.dtype)
        self._k[self._len:need], self._v[self._len:need] = k, v
        self._len = need

    def __len__(self):
        return self._len

    @property
    def keys(self):
        return self._k[:len(self)]

    @property
    def values(self):
        return self._v[:len(self)]
