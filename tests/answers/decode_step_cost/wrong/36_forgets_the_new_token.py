# verdict: missing-work; attends before it appends
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
    if len(cache) == 0:
        cache.append(k, v)
        return v.copy()
    s = cache.keys @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    cache.append(k, v)
    return w @ cache.values[:-1] / w.sum()
