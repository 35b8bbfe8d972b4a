# verdict: ok; a UserList of pairs
import numpy as np

from collections import UserList


class KVCache(UserList):
    def __init__(self, d_k, d_v):
        super().__init__()
        self.d = (d_k, d_v)

    def append(self, k, v):
        for a, b in zip(np.atleast_2d(k), np.atleast_2d(v)):
            self.data.append((a.copy(), b.copy()))

    @property
    def keys(self):
        return np.array([a for a, _ in self]).reshape(-1, self.d[0])

    @property
    def values(self):
        return np.array([b for _, b in self]).reshape(-1, self.d[1])


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
