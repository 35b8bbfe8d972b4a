# fails: equals; diagnosis: starts_over_when_full
import numpy as np


from collections import deque


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.k = deque(maxlen=window)
        self.v = deque(maxlen=window)
        self.d = d_k, d_v
        self.types = None

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if self.types is None:
            self.types = k.dtype, v.dtype
        if len(self.k) + len(k) > self.k.maxlen:
            self.k.clear(); self.v.clear()
        for row in k:
            self.k.append(row.copy())
        for row in v:
            self.v.append(row.copy())

    @property
    def keys(self):
        return np.array(list(self.k), dtype=self.types[0] if self.types else float).reshape(-1, self.d[0])

    @property
    def values(self):
        return np.array(list(self.v), dtype=self.types[1] if self.types else float).reshape(-1, self.d[1])

    def __len__(self):
        return len(self.k)
