# fails: numerics; diagnosis: maximum_from_zero
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q / float(np.sqrt(len(q)))
    weights = np.exp(scores - max(0.0, scores.max()))
    return weights @ cache.values / weights.sum()
