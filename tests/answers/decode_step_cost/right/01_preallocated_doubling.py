# verdict: ok; buffers double, everything in numpy
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._k = np.empty((4, d_k))
        self._v = np.empty((4, d_v))
        self._n = 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        if self._n == 0:
            self._k, self._v = self._k.astype(k.dtype), self._v.astype(v.dtype)
        while self._n + len(k) > len(self._k):
            self._k = np.concatenate([self._k, np.empty_like(self._k)])
            self._v = np.concatenate([self._v, np.empty_like(self._v)])
        self._k[self._n:self._n + len(k)] = k
        self._v[self._n:self._n + len(v)] = v
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
    s = cache.keys @ q / np.sqrt(q.shape[0])
    e = np.exp(s - np.max(s))
    return (e / np.sum(e)) @ cache.values
