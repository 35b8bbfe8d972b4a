# verdict: whole-buffer; attends to all 1024 rows and masks the empty ones
import numpy as np

CAPACITY = 1024


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v, self.n = np.zeros((CAPACITY, d_k)), np.zeros((CAPACITY, d_v)), 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        self.k[self.n:self.n + len(k)], self.v[self.n:self.n + len(k)] = k, v
        self.n += len(k)

    keys = property(lambda self: self.k[:self.n])
    values = property(lambda self: self.v[:self.n])

    def __len__(self):
        return self.n


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.k @ q / np.sqrt(len(q))
    s[cache.n:] = -np.inf
    w = np.exp(s - s.max())
    return w @ cache.v / w.sum()
