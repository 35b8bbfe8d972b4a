# verdict: quadratic-copying; builds the key array row by row with np.append at every step
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v, self.d = [], [], (d_k, d_v)

    def append(self, k, v):
        self.k.extend(np.atleast_2d(k).copy())
        self.v.extend(np.atleast_2d(v).copy())

    @property
    def keys(self):
        out = np.empty((0, self.d[0]))
        for row in self.k:
            out = np.append(out, [row], axis=0)
        return out

    @property
    def values(self):
        return np.array(self.v).reshape(-1, self.d[1])

    def __len__(self):
        return len(self.k)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
