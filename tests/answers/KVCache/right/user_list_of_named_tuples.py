# style: collections.UserList and NamedTuple
from collections import UserList
from typing import NamedTuple

import numpy as np


class Token(NamedTuple):
    key: np.ndarray
    value: np.ndarray


class KVCache(UserList):
    def __init__(self, d_k, d_v):
        super().__init__()
        self.d_k, self.d_v = d_k, d_v

    def append(self, k, v):
        ks, vs = (k, v) if k.ndim == 2 else ([k], [v])
        for key, value in zip(ks, vs):
            self.data.append(Token(key.copy(), value.copy()))

    @property
    def keys(self):
        out = np.empty((len(self), self.d_k), self.data[0].key.dtype if self.data else float)
        for i, token in enumerate(self.data):
            out[i] = token.key
        return out

    @property
    def values(self):
        out = np.empty((len(self), self.d_v), self.data[0].value.dtype if self.data else float)
        for i, token in enumerate(self.data):
            out[i] = token.value
        return out
