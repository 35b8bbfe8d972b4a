# keys and values side by side in one array
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k = d_k
        self.kv = np.zeros((0, d_k + d_v))

    def append(self, k, v):
        if not hasattr(self, "_dtypes"):
            self._dtypes = k.dtype, v.dtype
        k, v = k.astype(self._dtypes[0], copy=False), v.astype(self._dtypes[1], copy=False)
        new = np.concatenate([np.atleast_2d(k), np.atleast_2d(v)], axis=1)
        self.kv = new if len(self.kv) == 0 else np.concatenate([self.kv, new])

    @property
    def keys(self):
        return self.kv[:, : self.d_k]

    @property
    def values(self):
        return self.kv[:, self.d_k :]

    def __len__(self):
        return len(self.kv)
