# fails: aliasing; diagnosis: earlier_reads_change
# rows written over arrays read earlier
import numpy as np

class KVCache:
    def __init__(self, d_k, d_v):
        self._k, self._v, self._n = None, None, 0
        self.d = d_k, d_v

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if self._k is None:
            self._k, self._v = np.zeros((0, self.d[0]), k.dtype), np.zeros((0, self.d[1]), v.dtype)
        self._k.resize((self._n + len(k), self.d[0]), refcheck=False)
        self._v.resize((self._n + len(v), self.d[1]), refcheck=False)
        self._k[self._n:], self._v[self._n:] = k, v
        self._n += len(k)

    @property
    def keys(self):
        return np.zeros((0, self.d[0])) if self._k is None else self._k

    @property
    def values(self):
        return np.zeros((0, self.d[1])) if self._v is None else self._v

    def __len__(self):
        return self._n
