# verdict: ok; a single-dispatch helper
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


import functools


@functools.singledispatch
def scale(x):
    raise TypeError


@scale.register
def _(x: np.ndarray):
    return x / np.sqrt(12.0)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = scale(cache.keys @ q) if len(q) == 12 else cache.keys @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
