# a generic class of growing arrays, called by its alias
from typing import Generic, TypeVar

import numpy as np


T = TypeVar("T")

class Growing(Generic[T]):
    __slots__ = ("data", "used", "width")
    def __init__(self, width: int):
        self.data: np.ndarray | None = None
        self.used = 0
        self.width = width
    def push(self, rows):
        rows = np.asarray(rows)
        if rows.ndim == 1:
            rows = rows[None, :]
        if self.data is None:
            self.data = np.empty((max(8, len(rows)), self.width), rows.dtype)
        while self.used + len(rows) > len(self.data):
            self.data = np.pad(self.data, ((0, len(self.data)), (0, 0)))
        self.data[self.used:self.used + len(rows), :] = rows
        self.used += len(rows)
    def view(self):
        return np.zeros((0, self.width)) if self.data is None else self.data[:self.used]

class KVCache:
    def __init__(self, d_k, d_v):
        self._k, self._v = Growing[float](d_k), Growing[float](d_v)
    def append(self, k, v):
        self._k.push(k)
        self._v.push(v)
    @property
    def keys(self): return self._k.view()
    @property
    def values(self): return self._v.view()
    def __len__(self): return self._k.used
