# fails: shape; diagnosis: keys_kept_twice
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._k, self._v = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self._k = np.concatenate([self._k.astype(k.dtype), np.atleast_2d(k)])
        self._v = np.concatenate([self._v.astype(v.dtype), np.atleast_2d(v)])

    keys = property(lambda self: self._k)
    values = property(lambda self: self._k)

    def __len__(self):
        return len(self._k)
