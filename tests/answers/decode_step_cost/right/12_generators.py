# verdict: ok; generator expressions and fsum
import math
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.r_[self.keys, np.atleast_2d(k)]
        self.values = np.r_[self.values, np.atleast_2d(v)]

    def __len__(self):
        return len(self.keys)


def dot(a, b):
    return math.fsum(x * y for x, y in zip(a, b))


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = [dot(q, key) / math.sqrt(len(q)) for key in cache.keys]
    top = max(scores)
    weights = [math.exp(s - top) for s in scores]
    total = math.fsum(weights)
    return np.array([math.fsum(w * x for w, x in zip(weights, column)) / total for column in cache.values.T])
