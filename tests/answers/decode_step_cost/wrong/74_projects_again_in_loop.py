# verdict: re-projection; rotates each key again with a d by d matrix
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.W = np.eye(d_k)
        self.raw, self.values = [], np.empty((0, d_v))

    def append(self, k, v):
        self.raw.extend(np.atleast_2d(k).copy())
        self.values = np.concatenate([self.values, np.atleast_2d(v)])

    @property
    def keys(self):
        return np.array([self.W @ x for x in self.raw]).reshape(len(self.raw), len(self.W))

    def __len__(self):
        return len(self.raw)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
