# verdict: ok; recent tokens in a list, joined every hundred
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.pk, self.pv = np.empty((0, d_k)), np.empty((0, d_v))
        self.bk, self.bv = [], []

    def append(self, k, v):
        self.bk.extend(np.atleast_2d(k).copy())
        self.bv.extend(np.atleast_2d(v).copy())
        if len(self.bk) >= 100:
            self.pk, self.pv, self.bk, self.bv = np.vstack([self.pk, *self.bk]), np.vstack([self.pv, *self.bv]), [], []

    @property
    def keys(self):
        return np.vstack([self.pk, *self.bk])

    @property
    def values(self):
        return np.vstack([self.pv, *self.bv])

    def __len__(self):
        return len(self.pk) + len(self.bk)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.pk @ q
    s = np.append(s, [r @ q for r in cache.bk]) / np.sqrt(len(q))
    w = np.exp(s - s.max())
    w /= w.sum()
    n = len(cache.pk)
    return w[:n] @ cache.pv + sum((a * b for a, b in zip(w[n:], cache.bv)), np.zeros_like(v))
