# verdict: ok; a batch of one with explicit axes
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v = np.empty((1, 1, 0, d_k)), np.empty((1, 1, 0, d_v))

    def append(self, k, v):
        k, v = np.atleast_2d(k), np.atleast_2d(v)
        self.k = np.concatenate((self.k, k[None, None]), axis=-2)
        self.v = np.concatenate((self.v, v[None, None]), axis=-2)

    keys = property(lambda self: self.k[0, 0])
    values = property(lambda self: self.v[0, 0])

    def __len__(self):
        return self.k.shape[-2]


def decode_step(q, k, v, cache):
    cache.append(k, v)
    qs = q[None, None, None]
    att = np.matmul(qs, np.swapaxes(cache.k, -1, -2)) / np.sqrt(q.shape[-1])
    att = att - np.max(att, axis=-1, keepdims=True)
    att = np.exp(att)
    att = att / np.sum(att, axis=-1, keepdims=True)
    return np.matmul(att, cache.v)[0, 0, 0]
