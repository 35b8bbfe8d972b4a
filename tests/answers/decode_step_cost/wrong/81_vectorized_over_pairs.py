# verdict: quadratic; np.vectorize over the outer grid
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate([self.keys, np.atleast_2d(k)])
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    def __len__(self):
        return len(self.keys)


allowed = np.vectorize(lambda i, j: j <= i)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    n = len(cache)
    grid = allowed(np.arange(n)[:, None], np.arange(n))
    s = np.where(grid[-1], cache.keys @ q / np.sqrt(len(q)), -np.inf)
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
