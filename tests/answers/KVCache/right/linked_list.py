# style: a linked list of tokens, the newest first, turned round when read
import numpy as np


class Node:
    def __init__(self, k, v, before):
        self.k, self.v, self.before = k, v, before


class KVCache:
    def __init__(self, d_k, d_v):
        self.d_k, self.d_v, self.newest, self.length = d_k, d_v, None, 0

    def append(self, k, v):
        if not hasattr(self, "_dtypes"):
            self._dtypes = k.dtype, v.dtype
        k, v = k.astype(self._dtypes[0], copy=False), v.astype(self._dtypes[1], copy=False)
        for row_k, row_v in zip(np.atleast_2d(k), np.atleast_2d(v)):
            self.newest = Node(row_k.copy(), row_v.copy(), self.newest)
            self.length += 1

    def _walk(self):
        node = self.newest
        while node is not None:
            yield node
            node = node.before

    @property
    def keys(self):
        found = [node.k for node in self._walk()]
        return np.array(found[::-1]) if found else np.empty((0, self.d_k))

    @property
    def values(self):
        found = [node.v for node in self._walk()]
        return np.array(found[::-1]) if found else np.empty((0, self.d_v))

    def __len__(self):
        return self.length
