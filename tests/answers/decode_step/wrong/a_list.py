# fails: shape; diagnosis: another_type
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q / float(np.sqrt(len(q)))
    weights = np.exp(scores - scores.max())
    return list(weights @ cache.values / weights.sum())
