# verdict: whole-buffer; two thousand rows attended from the first token on
import numpy as np


class KVCache:
    MAX = 2048

    def __init__(self, d_k, d_v):
        self.K, self.V = np.zeros((self.MAX, d_k)), np.zeros((self.MAX, d_v))
        self.mask = np.full(self.MAX, -np.inf)
        self.t = 0

    def append(self, k, v):
        for key, value in zip(np.atleast_2d(k), np.atleast_2d(v)):
            self.K[self.t], self.V[self.t], self.mask[self.t] = key, value, 0.0
            self.t += 1

    keys = property(lambda self: self.K[:self.t])
    values = property(lambda self: self.V[:self.t])

    def __len__(self):
        return self.t


def decode_step(q, k, v, cache):
    cache.append(k, v)
    z = np.einsum("nd,d->n", cache.K, q) / np.sqrt(len(q)) + cache.mask
    w = np.exp(z - z.max())
    return np.einsum("n,nv->v", w / w.sum(), cache.V)
