# fails: equals; diagnosis: one_token_at_a_time
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        from collections import deque
        self.d_k, self.d_v = d_k, d_v
        self.k, self.v = deque(maxlen=window), deque(maxlen=window)

    def append(self, k, v):
        self.k.append(np.array(k))
        self.v.append(np.array(v))

    @property
    def keys(self):
        return np.array(self.k).reshape(-1, self.d_k)

    @property
    def values(self):
        return np.array(self.v).reshape(-1, self.d_v)

    def __len__(self):
        return len(self.k)
