# style: a structured dtype, one record a token
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v = d_k, d_v
        self.records = np.empty(0, self._record(float))

    def _record(self, dtype):
        return np.dtype([("k", dtype, (self.d_k,)), ("v", dtype, (self.d_v,))])

    def append(self, k, v):
        if not hasattr(self, "_dtypes"):
            self._dtypes = k.dtype, v.dtype
        k, v = k.astype(self._dtypes[0], copy=False), v.astype(self._dtypes[1], copy=False)
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        new = np.empty(len(k), self._record(k.dtype))
        new["k"], new["v"] = k, v
        self.records = np.concatenate([self.records, new]) if len(self.records) else new

    @property
    def keys(self):
        return self.records["k"]

    @property
    def values(self):
        return self.records["v"]

    def __len__(self):
        return self.records.size
