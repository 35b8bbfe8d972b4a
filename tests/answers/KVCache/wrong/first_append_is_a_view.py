# fails: aliasing; diagnosis: keeps_first_array
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v, self._k, self._v = d_k, d_v, None, None

    def append(self, k, v):
        k, v = k.reshape(-1, self.d_k), v.reshape(-1, self.d_v)
        self._k = k if self._k is None else np.concatenate((self._k, k))
        self._v = v if self._v is None else np.concatenate((self._v, v))

    keys = property(lambda self: self._k if self._k is not None else np.empty((0, self.d_k)))
    values = property(lambda self: self._v if self._v is not None else np.empty((0, self.d_v)))

    def __len__(self):
        return 0 if self._k is None else len(self._k)
