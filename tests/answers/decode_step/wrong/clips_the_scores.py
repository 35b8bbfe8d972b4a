# fails: numerics; diagnosis: clipped
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = np.clip(cache.keys @ q / float(np.sqrt(len(q))), -500, 500)
    weights = np.exp(scores)
    return weights @ cache.values / weights.sum()
