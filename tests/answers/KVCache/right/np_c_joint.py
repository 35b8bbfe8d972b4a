# one joint buffer with a column for each token, grown by np.c_
import numpy as np


class KVCache:
    """keys and values next to each other, one column a token"""

    def __init__(self, d_k, d_v):
        self.split = d_k
        self.both = np.empty((d_k + d_v, 0), np.float16)

    def append(self, k, v):
        if not hasattr(self, "_dtypes"):
            self._dtypes = k.dtype, v.dtype
        k, v = k.astype(self._dtypes[0], copy=False), v.astype(self._dtypes[1], copy=False)
        new = np.hstack((k.reshape(-1, self.split), v.reshape(-1, self.both.shape[0] - self.split))).T
        if self.both.shape[1] == 0:
            self.both = self.both.astype(new.dtype)
        self.both = np.c_[self.both, new]

    def __len__(self):
        return self.both.shape[-1]

    @property
    def keys(self):
        return self.both[: self.split].T

    @property
    def values(self):
        return self.both[self.split :].T
