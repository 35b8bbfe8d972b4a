# verdict: ok; slots, views refreshed after each append
import numpy as np


class KVCache:
    __slots__ = ("_k", "_v", "keys", "values")

    def __init__(self, d_k, d_v):
        self._k, self._v = np.empty((1, d_k)), np.empty((1, d_v))
        self.keys, self.values = self._k[:0], self._v[:0]

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        n, end = len(self), len(self) + len(k)
        if end > len(self._k):
            size = 1 << (end - 1).bit_length()
            grown_k, grown_v = np.empty((size, k.shape[1])), np.empty((size, v.shape[1]))
            np.copyto(grown_k[:n], self.keys)
            np.copyto(grown_v[:n], self.values)
            self._k, self._v = grown_k, grown_v
        self._k[n:end], self._v[n:end] = k, v
        self.keys, self.values = self._k[:end], self._v[:end]

    def __len__(self):
        return self.keys.shape[0]


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = np.matmul(cache.keys, q[:, None])[:, 0]
    scores *= 1 / np.sqrt(q.shape[0])
    weights = np.exp(scores - scores.max())
    weights *= 1 / weights.sum()
    return np.matmul(weights[None, :], cache.values)[0]
