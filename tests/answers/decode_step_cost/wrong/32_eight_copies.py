# verdict: heavy-traffic; defensive copies everywhere
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._k, self._v = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self._k = np.array(np.concatenate([self._k.copy(), np.atleast_2d(k).copy()]).copy())
        self._v = np.array(np.concatenate([self._v.copy(), np.atleast_2d(v).copy()]).copy())

    @property
    def keys(self):
        return self._k.copy()

    @property
    def values(self):
        return self._v.copy()

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    K, V = cache.keys.copy(), cache.values.copy()
    s = K.copy() @ q / np.sqrt(cache.keys.shape[1])
    w = np.exp(s - s.max())
    return w @ V.copy() / w.sum() + 0 * cache.values[0] * len(cache)
