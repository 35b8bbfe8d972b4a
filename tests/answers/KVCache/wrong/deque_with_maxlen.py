# fails: incremental; diagnosis: forgets_oldest
from collections import deque

import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._k, self._v = deque(maxlen=4096), deque(maxlen=4096)
        self.d_k, self.d_v = d_k, d_v

    def append(self, k, v):
        self._k.extend(np.array(k, ndmin=2))
        self._v.extend(np.array(v, ndmin=2))

    @property
    def keys(self):
        return np.array(self._k) if self._k else np.empty((0, self.d_k))

    @property
    def values(self):
        return np.array(self._v) if self._v else np.empty((0, self.d_v))

    def __len__(self):
        return len(self._k)
