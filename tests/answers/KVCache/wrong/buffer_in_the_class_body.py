# fails: independent; diagnosis: shared_between_caches
import numpy as np


class KVCache:
    room = {}

    def __init__(self, d_k, d_v):
        self.n, self.d_k, self.d_v = 0, d_k, d_v

    def _buffer(self, name, width, dtype=float):
        key = name, width, np.dtype(dtype)
        if key not in KVCache.room:
            KVCache.room[key] = np.zeros((20_000, width), dtype)
        return KVCache.room[key]

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        self.dtype = k.dtype
        self._buffer("k", self.d_k, k.dtype)[self.n:self.n + len(k)] = k
        self._buffer("v", self.d_v, v.dtype)[self.n:self.n + len(v)] = v
        self.n += len(k)

    @property
    def keys(self):
        return self._buffer("k", self.d_k, getattr(self, "dtype", float))[:self.n]

    @property
    def values(self):
        return self._buffer("v", self.d_v, getattr(self, "dtype", float))[:self.n]

    def __len__(self):
        return self.n
