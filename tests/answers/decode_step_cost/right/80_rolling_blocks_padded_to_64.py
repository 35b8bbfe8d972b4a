# verdict: ok; products over whole blocks of 64 rows, the rest masked
import numpy as np

BLOCK = 64


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v, self.n = np.zeros((BLOCK, d_k)), np.zeros((BLOCK, d_v)), 0

    def append(self, k, v):
        for key, value in zip(np.atleast_2d(k), np.atleast_2d(v)):
            if self.n == len(self.k):
                self.k = np.vstack([self.k, np.zeros((BLOCK, self.k.shape[1]))])
                self.v = np.vstack([self.v, np.zeros((BLOCK, self.v.shape[1]))])
            self.k[self.n], self.v[self.n] = key, value
            self.n += 1

    keys = property(lambda self: self.k[:self.n])
    values = property(lambda self: self.v[:self.n])

    def __len__(self):
        return self.n


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.k @ q / np.sqrt(len(q))
    s[len(cache):] = -np.inf
    w = np.exp(s - s.max())
    return w @ cache.v / w.sum()
