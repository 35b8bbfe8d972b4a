# fails: independent; diagnosis: one_token_at_a_time
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v = d_k, d_v
        self._k, self._v = [], []

    def append(self, k, v):
        self._k.append(np.array(k))
        self._v.append(np.array(v))

    @property
    def keys(self):
        return np.array(self._k).reshape(len(self._k), self.d_k)

    @property
    def values(self):
        return np.array(self._v).reshape(len(self._v), self.d_v)

    def __len__(self):
        return len(self._k)
