# verdict: ok; exponentials computed twice, once to normalise
import math
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.d = d_k, d_v
        self.pairs = []

    def append(self, k, v):
        self.pairs = [*self.pairs, *zip(np.atleast_2d(k).copy(), np.atleast_2d(v).copy())]

    @property
    def keys(self):
        return np.array([k for k, v in self.pairs]).reshape(-1, self.d[0])

    @property
    def values(self):
        return np.array([v for k, v in self.pairs]).reshape(-1, self.d[1])

    def __len__(self):
        return len(self.pairs)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = [float(k @ q) / math.sqrt(len(q)) for k, _ in cache.pairs]
    top = max(scores)
    total = sum(math.exp(s - top) for s in scores)
    return sum(math.exp(s - top) / total * v for s, (_, v) in zip(scores, cache.pairs))
