# fails: equals; diagnosis: no_scale
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()
