# verdict: ok; grows when an IndexError says so
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._k, self._v, self._n = np.empty((2, d_k)), np.empty((2, d_v)), 0

    def _put(self, key, value):
        try:
            self._k[self._n] = key
            self._v[self._n] = value
        except IndexError:
            self._k = np.vstack([self._k, np.empty_like(self._k)])
            self._v = np.vstack([self._v, np.empty_like(self._v)])
            self._put(key, value)
        else:
            self._n += 1

    def append(self, k, v):
        for pair in zip(np.atleast_2d(k), np.atleast_2d(v)):
            self._put(*pair)

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
    s = cache.keys @ q
    s = np.divide(s, np.sqrt(cache.keys.shape[-1]))
    e = np.exp(s - np.maximum.reduce(s))
    return np.divide(e @ cache.values, e.sum())
