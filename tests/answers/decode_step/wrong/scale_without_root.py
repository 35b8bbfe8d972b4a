# fails: equals; diagnosis: scale_d_k
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q / len(q)
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()
