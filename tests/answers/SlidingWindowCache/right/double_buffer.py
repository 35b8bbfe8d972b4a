# twice the room, moved to the front once a window
import numpy as np


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window, self.d_k, self.d_v = window, d_k, d_v
        self.k = self.v = None
        self.end = 0

    def append(self, k, v):
        k, v = np.atleast_2d(k)[-self.window:], np.atleast_2d(v)[-self.window:]
        if self.k is None:
            self.k = np.zeros((2 * self.window, self.d_k), k.dtype)
            self.v = np.zeros((2 * self.window, self.d_v), v.dtype)
        if self.end + len(k) > 2 * self.window:
            kept = min(self.end, self.window)
            self.k[:kept] = self.k[self.end - kept:self.end].copy()
            self.v[:kept] = self.v[self.end - kept:self.end].copy()
            self.end = kept
        self.k[self.end:self.end + len(k)] = k
        self.v[self.end:self.end + len(v)] = v
        self.end += len(k)

    @property
    def keys(self):
        return np.empty((0, self.d_k)) if self.k is None else self.k[max(0, self.end - self.window):self.end]

    @property
    def values(self):
        return np.empty((0, self.d_v)) if self.v is None else self.v[max(0, self.end - self.window):self.end]

    def __len__(self):
        return min(self.end, self.window)
