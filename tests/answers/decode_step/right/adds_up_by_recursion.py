# style: the weighted sum by recursion, so that a thousand tokens are the end of it
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    values = cache.values
    scores = cache.keys @ q / np.sqrt(len(q)).astype(q.dtype)
    weights = np.exp(scores - scores.max())

    def total(i):
        term = weights[i] * values[i]
        return term if i == 0 else term + total(i - 1)

    return total(len(weights) - 1) / weights.sum()
