# a deque with a maximal length
from collections import deque

import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.k, self.v = deque(maxlen=window), deque(maxlen=window)
        self.d_k, self.d_v = d_k, d_v

    def append(self, k, v):
        for row in np.atleast_2d(k):
            self.k.append(row.astype(self.k[0].dtype if self.k else row.dtype))
        for row in np.atleast_2d(v):
            self.v.append(row.astype(self.v[0].dtype if self.v else row.dtype))

    @property
    def keys(self):
        return np.array(self.k) if self.k else np.empty((0, self.d_k))

    @property
    def values(self):
        return np.array(self.v) if self.v else np.empty((0, self.d_v))

    def __len__(self):
        return len(self.k)
