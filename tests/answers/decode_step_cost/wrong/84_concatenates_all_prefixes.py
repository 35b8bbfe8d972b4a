# verdict: quadratic-copying; keeps every version of the cache joined together
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.versions_k, self.versions_v = [np.empty((0, d_k))], [np.empty((0, d_v))]

    def append(self, k, v):
        self.versions_k.append(np.concatenate([self.versions_k[-1], np.atleast_2d(k)]))
        self.versions_v.append(np.concatenate([self.versions_v[-1], np.atleast_2d(v)]))

    @property
    def keys(self):
        everything = np.concatenate(self.versions_k)
        return everything[len(everything) - len(self.versions_k[-1]):]

    @property
    def values(self):
        return self.versions_v[-1]

    def __len__(self):
        return len(self.versions_v[-1])


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
