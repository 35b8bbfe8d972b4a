# verdict: whole-buffer; a doubling buffer, all of it attended
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v, self.n = np.zeros((1, d_k)), np.zeros((1, d_v)), 0

    def append(self, k, v):
        for key, value in zip(np.atleast_2d(k), np.atleast_2d(v)):
            if self.n == len(self.k):
                self.k = np.concatenate([self.k, np.zeros_like(self.k)])
                self.v = np.concatenate([self.v, np.zeros_like(self.v)])
            self.k[self.n], self.v[self.n] = key, value
            self.n += 1

    keys = property(lambda self: self.k[:self.n])
    values = property(lambda self: self.v[:self.n])

    def __len__(self):
        return self.n


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = np.where(np.arange(len(cache.k)) < cache.n, cache.k @ q / np.sqrt(len(q)), -np.inf)
    w = np.exp(s - s.max())
    return w @ cache.v / w.sum()
