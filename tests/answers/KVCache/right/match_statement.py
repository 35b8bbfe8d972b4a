# style: structural pattern matching on the shape
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.parts_k, self.parts_v, self.d_k, self.d_v = [], [], d_k, d_v

    def append(self, k, v):
        if not hasattr(self, "_dtypes"):
            self._dtypes = k.dtype, v.dtype
        k, v = k.astype(self._dtypes[0], copy=False), v.astype(self._dtypes[1], copy=False)
        match k.shape:
            case (_,):
                self.parts_k.append(k.copy()[None])
                self.parts_v.append(v.copy()[None])
            case (t, _) if t > 0:
                self.parts_k.append(k.copy())
                self.parts_v.append(v.copy())

    @property
    def keys(self):
        return np.concatenate(self.parts_k) if self.parts_k else np.empty((0, self.d_k))

    @property
    def values(self):
        return np.concatenate(self.parts_v) if self.parts_v else np.empty((0, self.d_v))

    def __len__(self):
        return sum(len(part) for part in self.parts_k)
