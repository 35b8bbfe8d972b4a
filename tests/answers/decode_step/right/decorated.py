# style: a decorator that checks shapes, with functools.wraps
from functools import wraps

import numpy as np


def checked(function):
    @wraps(function)
    def wrapper(q, k, v, cache):
        assert q.shape == k.shape
        out = function(q, k, v, cache)
        assert out.shape == v.shape
        return out
    return wrapper


@checked
def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = np.array([key @ q for key in cache.keys]) / q.dtype.type(len(q)) ** 0.5
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
