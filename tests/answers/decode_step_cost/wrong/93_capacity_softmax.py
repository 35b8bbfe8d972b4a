# verdict: whole-buffer; 4096 rows multiplied and masked
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v, self.n = np.zeros((4096, d_k)), np.zeros((4096, d_v)), 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        self.k[self.n : self.n + len(k)] = k
        self.v[self.n : self.n + len(k)] = v
        self.n += len(k)

    @property
    def keys(self):
        return self.k[: self.n]

    @property
    def values(self):
        return self.v[: self.n]

    def __len__(self):
        return self.n


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = np.where(np.arange(4096) < cache.n, (cache.k * q).sum(1) / np.sqrt(len(q)), -np.inf)
    w = np.exp(s - s.max())
    return (w[:, None] * cache.v).sum(0) / w.sum()
