# style: an object array of rows
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v = d_k, d_v
        self.rows = np.empty((0, 2), dtype=object)

    def append(self, k, v):
        if not hasattr(self, "_dtypes"):
            self._dtypes = k.dtype, v.dtype
        k, v = k.astype(self._dtypes[0], copy=False), v.astype(self._dtypes[1], copy=False)
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        new = np.empty((len(k), 2), dtype=object)
        for i in range(len(k)):
            new[i, 0], new[i, 1] = k[i].copy(), v[i].copy()
        self.rows = np.concatenate([self.rows, new])

    @property
    def keys(self):
        return np.stack(list(self.rows[:, 0])) if len(self) else np.empty((0, self.d_k))

    @property
    def values(self):
        return np.stack(list(self.rows[:, 1])) if len(self) else np.empty((0, self.d_v))

    def __len__(self):
        return self.rows.shape[0]
