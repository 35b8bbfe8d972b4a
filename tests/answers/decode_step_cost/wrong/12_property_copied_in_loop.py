# verdict: quadratic-copying; reads the copying property once a row
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v, self.d = [], [], (d_k, d_v)

    def append(self, k, v):
        self.k.extend(np.atleast_2d(k).copy())
        self.v.extend(np.atleast_2d(v).copy())

    @property
    def keys(self):
        return np.array(self.k).reshape(-1, self.d[0])

    @property
    def values(self):
        return np.array(self.v).reshape(-1, self.d[1])

    def __len__(self):
        return len(self.k)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = np.array([cache.keys[i] @ q for i in range(len(cache))]) / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
