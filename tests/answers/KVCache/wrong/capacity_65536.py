# fails: incremental; diagnosis: shapes_do_not_fit
import numpy as np

class KVCache:
    def __init__(self, d_k, d_v):
        self._d, self._k, self._v, self._n = (d_k, d_v), np.zeros((0, d_k)), np.zeros((0, d_v)), 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if self._n == 0:
            self._k, self._v = np.empty((65536, self._d[0]), k.dtype), np.empty((65536, self._d[1]), v.dtype)
        self._k[self._n:self._n + len(k)] = k
        self._v[self._n:self._n + len(v)] = v
        self._n += len(k)

    keys = property(lambda s: s._k[:s._n])
    values = property(lambda s: s._v[:s._n])

    def __len__(self):
        return self._n
