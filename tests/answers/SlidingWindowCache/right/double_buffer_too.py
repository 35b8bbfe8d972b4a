# a buffer of two windows, moved when its end is reached
import numpy as np

class SlidingWindowCache:
    """Twice the window: rows move to the front only when the end is reached."""
    def __init__(self, window, d_k, d_v):
        self.window, self.d_k, self.d_v = window, d_k, d_v
        self._k = self._v = None
        self.start = self.end = 0

    def append(self, k, v):
        k, v = np.atleast_2d(k)[-self.window:], np.atleast_2d(v)[-self.window:]
        if self._k is None:
            self._k = np.empty((2 * self.window, self.d_k), k.dtype)
            self._v = np.empty((2 * self.window, self.d_v), v.dtype)
        t = len(k)
        if self.end + t > 2 * self.window:
            keep = min(self.window - t, self.end - self.start)
            for buffer in (self._k, self._v):
                buffer[:keep] = buffer[self.end - keep:self.end].copy()
            self.start, self.end = 0, keep
        self._k[self.end:self.end + t] = k
        self._v[self.end:self.end + t] = v
        self.end += t
        self.start = max(self.start, self.end - self.window)

    @property
    def keys(self):
        return np.empty((0, self.d_k)) if self._k is None else self._k[self.start:self.end]

    @property
    def values(self):
        return np.empty((0, self.d_v)) if self._v is None else self._v[self.start:self.end]

    def __len__(self):
        return self.end - self.start
