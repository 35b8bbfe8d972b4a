# fails: equals; diagnosis: attends_before_appending
import numpy as np


def decode_step(q, k, v, cache):
    if len(cache) == 0:
        cache.append(k, v)
        return v.copy()
    scores = cache.keys @ q / np.sqrt(len(q)).astype(q.dtype)
    weights = np.exp(scores - scores.max())
    output = weights @ cache.values / weights.sum()
    cache.append(k, v)
    return output
