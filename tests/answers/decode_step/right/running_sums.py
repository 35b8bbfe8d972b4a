# style: scores and mixture as the last of running sums
import itertools
import operator

import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    query = [float(x) / len(q) ** 0.5 for x in q]
    scores = [list(itertools.accumulate(map(operator.mul, key, query)))[-1] for key in cache.keys.tolist()]
    top = max(scores)
    weights = [float(np.exp(s - top)) for s in scores]
    total = sum(weights)
    columns = zip(*cache.values.tolist())
    mixed = [list(itertools.accumulate(map(operator.mul, weights, column)))[-1] / total for column in columns]
    return np.array(mixed, dtype=v.dtype)
