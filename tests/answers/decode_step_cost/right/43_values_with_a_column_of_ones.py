# verdict: ok; the normaliser falls out of the second product
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._k, self._v1 = np.empty((0, d_k)), np.empty((0, d_v + 1))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        self._k = np.concatenate([self._k, k])
        self._v1 = np.concatenate([self._v1, np.hstack([v, np.ones((len(v), 1))])])

    @property
    def keys(self):
        return self._k

    @property
    def values(self):
        return self._v1[:, :-1]

    def __len__(self):
        return len(self._k)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / np.sqrt(len(q))
    out = np.exp(s - s.max()) @ cache._v1
    return out[:-1] / out[-1]
