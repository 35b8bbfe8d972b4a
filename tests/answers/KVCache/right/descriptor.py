# style: a descriptor that reads a list of rows, one for both attributes
import numpy as np


class Stacked:
    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, cache, owner=None):
        rows, width = cache._held[self.name]
        return np.asarray(rows).reshape(len(rows), width) if rows else np.empty((0, width))


class KVCache:
    keys = Stacked()
    values = Stacked()

    def __init__(self, d_k, d_v):
        self._held = {"keys": ([], d_k), "values": ([], d_v)}

    def append(self, k, v):
        if not hasattr(self, "_dtypes"):
            self._dtypes = k.dtype, v.dtype
        k, v = k.astype(self._dtypes[0], copy=False), v.astype(self._dtypes[1], copy=False)
        for name, new in dict(keys=k, values=v).items():
            self._held[name][0].extend(np.array(new, ndmin=2))

    def __len__(self):
        return len(self._held["keys"][0])
