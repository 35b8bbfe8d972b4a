# verdict: ok; functools.reduce over products, the first of which is added to nothing
import functools
import operator

import numpy as np
from decodelab.designs import KVCache  # noqa: F401


def dot(a, b):
    return functools.reduce(operator.add, map(operator.mul, a, b))


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = np.array([dot(key, q) for key in cache.keys]) / np.sqrt(len(q))
    weights = np.exp(scores - scores.max())
    return np.array([dot(weights, column) for column in cache.values.T]) / weights.sum()
