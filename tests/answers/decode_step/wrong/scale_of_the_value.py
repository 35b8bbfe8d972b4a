# fails: equals; diagnosis: scale_sqrt_d_v
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q / float(np.sqrt(cache.values.shape[-1]))
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()
