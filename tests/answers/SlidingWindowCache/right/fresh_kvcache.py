# a KVCache that is made anew when it holds two windows
import numpy as np

from decodelab.designs import KVCache


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window, self.widths = window, (d_k, d_v)
        self.inner = KVCache(d_k, d_v)

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        self.inner.append(k, v)
        if len(self.inner) > 2 * self.window:
            new = KVCache(*self.widths)
            new.append(self.inner.keys[-self.window:], self.inner.values[-self.window:])
            self.inner = new

    @property
    def keys(self):
        return self.inner.keys[-self.window:]

    @property
    def values(self):
        return self.inner.values[-self.window:]

    def __len__(self):
        return min(len(self.inner), self.window)
