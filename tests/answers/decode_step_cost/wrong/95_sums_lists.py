# verdict: quadratic-copying; sum of lists copies what there is for every item
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._k, self._v, self._n = np.empty((8, d_k)), np.empty((8, d_v)), 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        while self._n + len(k) > len(self._k):
            self._k = np.concatenate([self._k, np.empty_like(self._k)])
            self._v = np.concatenate([self._v, np.empty_like(self._v)])
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
    scores = cache.keys @ q / np.sqrt(len(q))
    scores = np.array(sum([[s] for s in scores], []))
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()
