# fails: cost; diagnosis: keeps_everything
import numpy as np

class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window = window
        self._k, self._v = np.empty((0, d_k)), np.empty((0, d_v))
    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if not len(self._k):
            self._k, self._v = self._k.astype(k.dtype), self._v.astype(v.dtype)
        self._k = np.concatenate([self._k, k]).astype(self._k.dtype)
        self._v = np.concatenate([self._v, v]).astype(self._v.dtype)
    @property
    def keys(self):
        self._k = self._k[-self.window:]
        return self._k
    @property
    def values(self):
        self._v = self._v[-self.window:]
        return self._v
    def __len__(self):
        return len(self.keys)
