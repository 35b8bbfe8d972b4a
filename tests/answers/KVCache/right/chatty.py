# style: prints and warns while it works
import warnings

import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        print("new cache", d_k, d_v)
        self.keys, self.values = np.empty([0, d_k]), np.empty([0, d_v])

    def append(self, k, v):
        if not hasattr(self, "_dtypes"):
            self._dtypes = k.dtype, v.dtype
        k, v = k.astype(self._dtypes[0], copy=False), v.astype(self._dtypes[1], copy=False)
        warnings.warn("growing")
        print(f"{len(self)} cached, shapes {k.shape} {v.shape}")
        self.keys = np.vstack([*self.keys, *np.atleast_2d(k)]).astype(k.dtype)
        self.values = np.vstack([*self.values, *np.atleast_2d(v)]).astype(v.dtype)

    def __len__(self):
        print("someone asks for the length")
        return len(self.keys)
