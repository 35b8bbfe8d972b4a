# verdict: ok; keys and values hand out copies
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._k, self._v, self._n = np.zeros((128, d_k)), np.zeros((128, d_v)), 0

    def append(self, k, v):
        for key, value in zip(np.atleast_2d(k), np.atleast_2d(v)):
            if self._n == self._k.shape[0]:
                self._k = np.pad(self._k, ((0, self._n), (0, 0)))
                self._v = np.pad(self._v, ((0, self._n), (0, 0)))
            self._k[self._n], self._v[self._n] = key, value
            self._n += 1

    @property
    def keys(self):
        return self._k[:self._n].copy()

    @property
    def values(self):
        return self._v[:self._n].copy()

    def __len__(self):
        return self._n


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q / np.sqrt(cache.keys.shape[1])
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()
