# verdict: quadratic-copying; walks the cache by popping from the front of a copy
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v, self.d = [], [], (d_k, d_v)

    def append(self, k, v):
        self.k.extend(np.atleast_2d(k).copy())
        self.v.extend(np.atleast_2d(v).copy())

    keys = property(lambda self: np.array(self.k).reshape(-1, self.d[0]))
    values = property(lambda self: np.array(self.v).reshape(-1, self.d[1]))

    def __len__(self):
        return len(self.k)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    left, s = list(cache.k), []
    while left:
        s.append(left.pop(0) @ q / np.sqrt(len(q)))
    w = np.exp(np.array(s) - max(s))
    return w @ cache.values / w.sum()
