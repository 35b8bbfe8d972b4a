# style: three nested loops over Python floats
import math

import numpy as np


def prefill(Q, K, V, cache):
    before = len(cache)
    cache.append(K, V)
    keys, values = cache.keys.tolist(), cache.values.tolist()
    rows = []
    for i, q in enumerate(Q.tolist()):
        scores = []
        for key in keys[:before + i + 1]:
            scores.append(sum(x * y for x, y in zip(q, key)) / math.sqrt(len(q)))
        top = max(scores)
        weights = [math.exp(s - top) for s in scores]
        total = sum(weights)
        rows.append([sum(w * value[c] for w, value in zip(weights, values)) / total for c in range(V.shape[1])])
    return np.array(rows, dtype=V.dtype)
