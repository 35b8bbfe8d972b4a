# style: plain Python loops and math.exp, an array only at the end
import math

import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    keys, values = cache.keys.tolist(), cache.values.tolist()
    query = q.tolist()
    scores = [sum(a * b for a, b in zip(query, key)) / math.sqrt(len(query)) for key in keys]
    top = max(scores)
    weights = [math.exp(s - top) for s in scores]
    total = math.fsum(weights)
    out = [0.0] * len(v)
    for weight, value in zip(weights, values):
        for c in range(len(out)):
            out[c] += weight / total * value[c]
    return np.array(out, dtype=v.dtype)
