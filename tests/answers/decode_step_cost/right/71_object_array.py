# verdict: ok; rows in an object array
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.rows = np.empty(0, dtype=object)
        self.d = d_k, d_v

    def append(self, k, v):
        for a, b in zip(np.atleast_2d(k), np.atleast_2d(v)):
            new = np.empty(len(self.rows) + 1, dtype=object)
            new[:-1] = self.rows
            new[-1] = (a.copy(), b.copy())
            self.rows = new

    @property
    def keys(self):
        return np.array([r[0] for r in self.rows]).reshape(-1, self.d[0])

    @property
    def values(self):
        return np.array([r[1] for r in self.rows]).reshape(-1, self.d[1])

    def __len__(self):
        return len(self.rows)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = np.array([r[0].dot(q) for r in cache.rows]) / np.sqrt(len(q))
    w = np.exp(s - s.max())
    w /= w.sum()
    return np.add.reduce([wi * r[1] for wi, r in zip(w, cache.rows)])
