# fails: equals; diagnosis: single_tokens_twice
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        if k.ndim == 1:
            self._add(k[None], v[None])
            k, v = k[None], v[None]
        self._add(k, v)

    def _add(self, k, v):
        self.keys = np.concatenate([self.keys.astype(k.dtype), k])
        self.values = np.concatenate([self.values.astype(v.dtype), v])

    def __len__(self):
        return len(self.keys)
