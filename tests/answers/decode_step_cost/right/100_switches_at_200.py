# verdict: ok; loops over short caches, one product over long ones
import numpy as np


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
    K, V = cache.keys, cache.values
    if len(cache) < 200:
        s = np.array([float(np.dot(q, key)) for key in K])
    else:
        s = K @ q
    s = s / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ V / w.sum()
