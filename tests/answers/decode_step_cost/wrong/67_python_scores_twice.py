# verdict: products-twice; plain floats, scores once for the maximum and once more
import math
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v, self.d = [], [], (d_k, d_v)

    def append(self, k, v):
        self.k.extend(np.atleast_2d(k).tolist())
        self.v.extend(np.atleast_2d(v).tolist())

    keys = property(lambda self: np.array(self.k).reshape(-1, self.d[0]))
    values = property(lambda self: np.array(self.v).reshape(-1, self.d[1]))

    def __len__(self):
        return len(self.k)


def score(q, key):
    total = 0.0
    for a, b in zip(q, key):
        total += a * b
    return total / math.sqrt(len(q))


def decode_step(q, k, v, cache):
    cache.append(k, v)
    q = q.tolist()
    top = max(score(q, key) for key in cache.k)
    out, total = [0.0] * len(v), 0.0
    for key, value in zip(cache.k, cache.v):
        w = math.exp(score(q, key) - top)
        total += w
        for c, x in enumerate(value):
            out[c] += w * x
    return np.array([x / total for x in out])
