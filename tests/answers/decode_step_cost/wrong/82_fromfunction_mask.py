# verdict: mask-each-step; np.fromfunction makes the square mask
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
    n = len(cache)
    mask = np.fromfunction(lambda i, j: i >= j, (n, n))
    s = np.where(mask[n - 1], cache.keys @ q / np.sqrt(len(q)), -np.inf)
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
