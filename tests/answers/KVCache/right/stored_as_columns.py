# style: tokens are columns inside, rows for whoever reads
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.k_columns, self.v_columns = np.empty((d_k, 0)), np.empty((d_v, 0))

    def append(self, k, v):
        if not hasattr(self, "_dtypes"):
            self._dtypes = k.dtype, v.dtype
        k, v = k.astype(self._dtypes[0], copy=False), v.astype(self._dtypes[1], copy=False)
        k = k[:, None] if k.ndim == 1 else k.T
        v = v[:, None] if v.ndim == 1 else v.T
        if self.k_columns.shape[1] == 0:
            self.k_columns = self.k_columns.astype(k.dtype)
            self.v_columns = self.v_columns.astype(v.dtype)
        self.k_columns = np.hstack([self.k_columns, k])
        self.v_columns = np.hstack([self.v_columns, v])

    keys = property(lambda self: self.k_columns.T)
    values = property(lambda self: self.v_columns.T)

    def __len__(self):
        return self.k_columns.shape[1]
