# fails: equals; diagnosis: key_as_query+no_scale
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ k
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()
