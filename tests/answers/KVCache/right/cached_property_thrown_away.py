# style: functools.cached_property, forgotten at each append
from functools import cached_property

import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v, self.pieces = d_k, d_v, []

    def append(self, k, v):
        if not hasattr(self, "_dtypes"):
            self._dtypes = k.dtype, v.dtype
        k, v = k.astype(self._dtypes[0], copy=False), v.astype(self._dtypes[1], copy=False)
        self.__dict__.pop("keys", None)
        self.__dict__.pop("values", None)
        self.pieces.append((np.array(k).reshape(-1, self.d_k), np.array(v).reshape(-1, self.d_v)))

    @cached_property
    def keys(self):
        return np.concatenate([k for k, _ in self.pieces]) if self.pieces else np.empty((0, self.d_k))

    @cached_property
    def values(self):
        return np.concatenate([v for _, v in self.pieces]) if self.pieces else np.empty((0, self.d_v))

    def __len__(self):
        return sum(k.shape[0] for k, _ in self.pieces)
