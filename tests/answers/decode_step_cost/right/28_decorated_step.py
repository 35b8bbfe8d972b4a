# verdict: ok; a wraps decorator checks the shapes
import functools

import numpy as np


def checks_shapes(step):
    @functools.wraps(step)
    def checked(q, k, v, cache):
        assert q.shape == k.shape, f"q is {q.shape}, k is {k.shape}"
        out = step(q, k, v, cache)
        assert out.shape == v.shape
        return out
    return checked


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


@checks_shapes
def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
