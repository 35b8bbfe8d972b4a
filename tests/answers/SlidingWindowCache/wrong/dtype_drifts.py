# fails: dtype; diagnosis: float64_for_float32
import numpy as np

class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window, self.d_k, self.d_v = window, d_k, d_v
        self._k = self._v = None
    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        self._k = (k if self._k is None else np.concatenate([self._k, k]))[-self.window:].copy()
        self._v = (v if self._v is None else np.concatenate([self._v, v]))[-self.window:].copy()
    @property
    def keys(self):
        return np.empty((0, self.d_k)) if self._k is None else self._k
    @property
    def values(self):
        return np.empty((0, self.d_v)) if self._v is None else self._v
    def __len__(self):
        return 0 if self._k is None else len(self._k)
