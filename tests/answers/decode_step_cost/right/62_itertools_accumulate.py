# verdict: ok; accumulate, starmap and zip
import itertools
import math
import operator
import numpy as np


class KVCache:
    def __init__(self, d_k, d_v):
        self.k, self.v, self.w = [], [], (d_k, d_v)

    def append(self, k, v):
        self.k.extend(list(row) for row in np.atleast_2d(k))
        self.v.extend(list(row) for row in np.atleast_2d(v))

    @property
    def keys(self):
        return np.array(self.k, dtype=float).reshape(-1, self.w[0])

    @property
    def values(self):
        return np.array(self.v, dtype=float).reshape(-1, self.w[1])

    def __len__(self):
        return len(self.k)


def decode_step(q, k, v, cache):
    cache.append(k, v)
    root = math.sqrt(len(q))
    scores = [sum(itertools.starmap(operator.mul, zip(q, key))) / root for key in cache.k]
    top = functools_max(scores)
    exps = [math.exp(s - top) for s in scores]
    *_, total = itertools.accumulate(exps)
    columns = zip(*cache.v)
    return np.array([sum(map(operator.mul, exps, column)) / total for column in columns])


def functools_max(xs):
    best = xs[0]
    for x in xs[1:]:
        if x > best:
            best = x
    return best
