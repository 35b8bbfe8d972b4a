# fails: shape; diagnosis: never_appends
import numpy as np


def decode_step(q, k, v, cache):
    scores = cache.keys @ q / float(np.sqrt(len(q)))
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()
