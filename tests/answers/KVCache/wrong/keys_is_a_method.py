# fails: shape; diagnosis: keys_is_a_method
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._k, self._v = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self._k, self._v = np.vstack([self._k, k]), np.vstack([self._v, v])

    def keys(self):
        return self._k

    def values(self):
        return self._v

    def __len__(self):
        return len(self._k)
