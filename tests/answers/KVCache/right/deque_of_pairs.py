# style: one deque of (key, value) pairs
from collections import deque

import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v = d_k, d_v
        self.tokens = deque()

    def append(self, k, v):
        if not hasattr(self, "_dtypes"):
            self._dtypes = k.dtype, v.dtype
        k, v = k.astype(self._dtypes[0], copy=False), v.astype(self._dtypes[1], copy=False)
        if np.ndim(k) == 2:
            for one_k, one_v in zip(k, v):
                self.append(one_k, one_v)
        else:
            self.tokens.append((np.array(k), np.array(v)))

    @property
    def keys(self):
        return np.array([k for k, _ in self.tokens]).reshape(-1, self.d_k)

    @property
    def values(self):
        return np.array([v for _, v in self.tokens]).reshape(-1, self.d_v)

    def __len__(self):
        return len(self.tokens)
