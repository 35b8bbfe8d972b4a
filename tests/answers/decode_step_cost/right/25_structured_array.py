# verdict: ok; one structured array, fields k and v
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._rows = np.empty(2, dtype=[("k", float, (d_k,)), ("v", float, (d_v,))])
        self._n = 0

    def append(self, k, v):
        for key, value in zip(np.atleast_2d(k), np.atleast_2d(v)):
            if self._n == len(self._rows):
                self._rows = np.concatenate([self._rows, self._rows])
            self._rows["k"][self._n] = key
            self._rows["v"][self._n] = value
            self._n += 1

    @property
    def keys(self):
        return self._rows["k"][:self._n]

    @property
    def values(self):
        return self._rows["v"][:self._n]

    def __len__(self):
        return self._n


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
