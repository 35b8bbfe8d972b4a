# verdict: ok; rows in an ndarray subclass
import numpy as np


class Rows(np.ndarray):
    @classmethod
    def empty(cls, width):
        return np.empty((0, width)).view(cls)

    def plus(self, rows):
        return np.concatenate([self, np.atleast_2d(rows)]).view(type(self))

    def times(self, q):
        return np.asarray(self @ q)


class KVCache:
    def __init__(self, d_k, d_v):
        self._k, self._v = Rows.empty(d_k), Rows.empty(d_v)

    def append(self, k, v):
        self._k, self._v = self._k.plus(k), self._v.plus(v)

    keys = property(lambda self: np.asarray(self._k))
    values = property(lambda self: np.asarray(self._v))

    def __len__(self):
        return len(self._k)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache._k.times(q) / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w.dot(cache.values) / w.sum()
