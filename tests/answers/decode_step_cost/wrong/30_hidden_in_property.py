# verdict: recompute; Gram matrix computed when keys are read
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._k, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self._k = np.concatenate([self._k, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    @property
    def keys(self):
        self.similarity = self._k @ self._k.T
        return self._k

    def __len__(self):
        return len(self._k)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
