# verdict: products-twice; weighs the values, normalises, weighs them again
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


def attend(q, cache):
    s = cache.keys.dot(q) / np.sqrt(len(q))
    w = np.exp(s - s.max())
    if np.isfinite(w @ cache.values).all():
        return w / w.sum() @ cache.values


def decode_step(q, k, v, cache):
    cache.append(k, v)
    return attend(q, cache)
