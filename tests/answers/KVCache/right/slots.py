# style: __slots__, growth by half with np.resize
import numpy as np


class KVCache:
    __slots__ = ("_k", "_v", "_n")

    def __init__(self, d_k, d_v):
        self._k, self._v, self._n = np.empty((0, d_k)), np.empty((0, d_v)), 0

    def append(self, k, v):
        k, v = k.reshape(-1, k.shape[-1]), v.reshape(-1, v.shape[-1])
        end = self._n + k.shape[0]
        if self._n == 0:
            self._k, self._v = np.empty((end, k.shape[1]), k.dtype), np.empty((end, v.shape[1]), v.dtype)
        elif end > len(self._k):
            room = max(end, 3 * self._n // 2 + 1)
            self._k = np.resize(self._k, (room, k.shape[1]))
            self._v = np.resize(self._v, (room, v.shape[1]))
        self._k[self._n:end], self._v[self._n:end] = k, v
        self._n = end

    @property
    def keys(self):
        return self._k[: self._n]

    @property
    def values(self):
        return self._v[: self._n]

    def __len__(self):
        return self._n
