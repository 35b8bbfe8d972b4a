# verdict: ok; one dot product a row, a running weighted sum
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._k, self._v, self.d_k, self.d_v = [], [], d_k, d_v

    def append(self, k, v):
        self._k += [np.array(r) for r in np.atleast_2d(k)]
        self._v += [np.array(r) for r in np.atleast_2d(v)]

    keys = property(lambda self: np.array(self._k).reshape(len(self), self.d_k))
    values = property(lambda self: np.array(self._v).reshape(len(self), self.d_v))

    def __len__(self):
        return len(self._k)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = np.array([np.dot(q, key) for key in cache._k]) / np.sqrt(len(q))
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    out = np.zeros_like(cache._v[0])
    for w, value in zip(weights, cache._v):
        out += w * value
    return out
