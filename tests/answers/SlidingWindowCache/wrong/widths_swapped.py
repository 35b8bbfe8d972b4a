# fails: shape; diagnosis: widths_exchanged
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        from collections import deque
        self.d_k, self.d_v = d_k, d_v
        self.k, self.v = deque(maxlen=window), deque(maxlen=window)

    def append(self, k, v):
        self.k.extend(np.array(k, ndmin=2))
        self.v.extend(np.array(v, ndmin=2))

    @property
    def keys(self):
        return np.array(self.k).reshape(-1, self.d_v)

    @property
    def values(self):
        return np.array(self.v).reshape(-1, self.d_k)

    def __len__(self):
        return len(self.k)
