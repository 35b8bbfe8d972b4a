# a KVCache made anew when it is full
import numpy as np

from decodelab.designs import KVCache


class SlidingWindowCache:
    def __init__(self, window, d_k, d_v):
        self.window, self.d_k, self.d_v = window, d_k, d_v
        self.cache = KVCache(d_k, d_v)

    def append(self, k, v):
        self.cache.append(k, v)
        if len(self.cache) > 4 * self.window:
            keys, values = self.keys, self.values
            self.cache = KVCache(self.d_k, self.d_v)
            self.cache.append(keys, values)

    @property
    def keys(self):
        return self.cache.keys[-self.window:]

    @property
    def values(self):
        return self.cache.values[-self.window:]

    def __len__(self):
        return min(len(self.cache), self.window)
