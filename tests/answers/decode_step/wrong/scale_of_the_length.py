# fails: equals; diagnosis: scale_sqrt_n
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q / float(np.sqrt(len(cache.keys)))
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()
