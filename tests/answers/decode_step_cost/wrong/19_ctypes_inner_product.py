# verdict: escaped-work; scores by a C function through ctypes
import ctypes
import ctypes.util

import numpy as np

_libm = ctypes.CDLL(ctypes.util.find_library("m") or "libm.so.6")
_libm.fma.restype = ctypes.c_double
_libm.fma.argtypes = [ctypes.c_double] * 3


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = np.zeros(len(cache))
    for i, key in enumerate(cache.keys):
        for a, b in zip(q, key):
            scores[i] = _libm.fma(a, b, scores[i])
    scores /= np.sqrt(len(q))
    w = np.exp(scores - scores.max())
    return w @ cache.values / w.sum()
