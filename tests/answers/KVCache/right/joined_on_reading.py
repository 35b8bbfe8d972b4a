# a list of chunks, joined when someone reads
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._pending_k = [np.zeros((0, d_k))]
        self._pending_v = [np.zeros((0, d_v))]
        self._n = 0

    def append(self, k, v):
        if not hasattr(self, "_dtypes"):
            self._dtypes = k.dtype, v.dtype
        k, v = k.astype(self._dtypes[0], copy=False), v.astype(self._dtypes[1], copy=False)
        k, v = np.array(k, ndmin=2), np.array(v, ndmin=2)
        if self._n == 0:
            self._pending_k, self._pending_v = [], []
        self._pending_k.append(k)
        self._pending_v.append(v)
        self._n += len(k)

    @property
    def keys(self):
        if len(self._pending_k) > 1:
            self._pending_k = [np.concatenate(self._pending_k)]
        return self._pending_k[0]

    @property
    def values(self):
        if len(self._pending_v) > 1:
            self._pending_v = [np.concatenate(self._pending_v)]
        return self._pending_v[0]

    def __len__(self):
        return self._n
