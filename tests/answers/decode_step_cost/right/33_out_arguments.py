# verdict: ok; work arrays kept and filled with out=
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._k, self._v, self._n = np.empty((32, d_k)), np.empty((32, d_v)), 0
        self._scores = np.empty(32)

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        while self._n + len(k) > len(self._k):
            for name in ("_k", "_v", "_scores"):
                old = getattr(self, name)
                new = np.empty((2 * len(old), *old.shape[1:]))
                new[:self._n] = old[:self._n]
                setattr(self, name, new)
        self._k[self._n:self._n + len(k)] = k
        self._v[self._n:self._n + len(k)] = v
        self._n += len(k)

    @property
    def keys(self):
        return self._k[:self._n]

    @property
    def values(self):
        return self._v[:self._n]

    def __len__(self):
        return self._n


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache._scores[:len(cache)]
    np.matmul(cache.keys, q, out=s)
    np.multiply(s, 1 / np.sqrt(len(q)), out=s)
    np.subtract(s, np.max(s), out=s)
    np.exp(s, out=s)
    np.divide(s, np.sum(s), out=s)
    out = np.empty(len(v))
    np.dot(s, cache.values, out=out)
    return out
