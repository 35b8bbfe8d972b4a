# style: decode_step in Python floats, rows collected with fromiter
import math

import numpy as np
from decodelab.designs import KVCache


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = [math.fsum(float(a) * float(b) for a, b in zip(q, key)) / math.sqrt(q.size) for key in cache.keys]
    weights = [math.exp(s - max(scores)) for s in scores] if len(scores) < 2 else _exps(scores)
    total = sum(weights)
    return np.array([sum(w * float(x) for w, x in zip(weights, column)) / total for column in cache.values.T], v.dtype)


def _exps(scores):
    top = max(scores)
    return [math.exp(s - top) for s in scores]


def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    numbers = (x for q, k, v in zip(Q, K, V) for x in decode_step(q, k, v, cache))
    return np.fromiter(numbers, dtype=V.dtype).reshape(V.shape)
