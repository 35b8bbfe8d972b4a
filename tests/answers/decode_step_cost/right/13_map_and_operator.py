# verdict: ok; map(operator.mul) consumed by sum
import operator
from functools import reduce
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.keys, self.values = np.empty((0, d_k)), np.empty((0, d_v))

    def append(self, k, v):
        self.keys = np.concatenate((self.keys, np.atleast_2d(k)))
        self.values = np.concatenate((self.values, np.atleast_2d(v)))

    def __len__(self):
        return len(self.keys)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    query = q.tolist()
    scores = np.array([sum(map(operator.mul, query, key)) for key in cache.keys.tolist()]) / len(query) ** 0.5
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    return reduce(operator.add, (w * row for w, row in zip(weights, cache.values)))
