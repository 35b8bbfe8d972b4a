# fails: cost; diagnosis: keeps_everything
import numpy as np

from decodelab.designs import KVCache


class SlidingWindowCache(KVCache):
    def __init__(self, window, d_k, d_v):
        super().__init__(d_k, d_v)
        self.window = window

    @property
    def keys(self):
        return self._keys[max(0, self._length - self.window):self._length]

    @property
    def values(self):
        return self._values[max(0, self._length - self.window):self._length]

    def __len__(self):
        return min(self._length, self.window)
