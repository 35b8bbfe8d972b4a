# verdict: ok; one pass: running maximum, rescaled sums
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._k, self._v, self._d = [], [], (d_k, d_v)

    def append(self, k, v):
        self._k.extend(np.atleast_2d(k).copy())
        self._v.extend(np.atleast_2d(v).copy())

    @property
    def keys(self):
        return np.asarray(self._k) if self._k else np.empty((0, self._d[0]))

    @property
    def values(self):
        return np.asarray(self._v) if self._v else np.empty((0, self._d[1]))

    def __len__(self):
        return len(self._k)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    top, total, acc = -np.inf, 0.0, np.zeros(len(v))
    for key, value in zip(cache._k, cache._v):
        s = q @ key / np.sqrt(len(q))
        new_top = max(top, s)
        shrink = np.exp(top - new_top)
        w = np.exp(s - new_top)
        total = total * shrink + w
        acc = acc * shrink + w * value
        top = new_top
    return acc / total
