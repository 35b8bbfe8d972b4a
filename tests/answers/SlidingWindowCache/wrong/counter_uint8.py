# fails: equals; diagnosis: right_for_few_tokens
import numpy as np

class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window, self.d_k, self.d_v, self.slot, self.filled = window, d_k, d_v, np.array(0, np.uint8), 0
        self._k = None
    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if self._k is None:
            self._k, self._v = np.zeros((self.window, self.d_k), k.dtype), np.zeros((self.window, self.d_v), v.dtype)
        for a, b in zip(k, v):
            s = int(self.slot) % self.window
            self._k[s], self._v[s] = a, b
            self.slot += np.uint8(1)
            self.filled = min(self.filled + 1, self.window)
    def _o(self, b, d):
        if self._k is None:
            return np.empty((0, d))
        if self.filled < self.window:
            return b[:self.filled]
        s = int(self.slot) % self.window
        return np.concatenate([b[s:], b[:s]])
    @property
    def keys(self):
        return self._o(self._k, self.d_k)
    @property
    def values(self):
        return self._o(self._v if self._k is not None else None, self.d_v)
    def __len__(self):
        return self.filled
