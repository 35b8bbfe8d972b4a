# fails: shape; diagnosis: attends_before_appending
import numpy as np


def decode_step(q, k, v, cache):
    scores = cache.keys @ q / np.sqrt(len(q))
    weights = np.exp(scores - scores.max())
    output = weights @ cache.values / weights.sum()
    cache.append(k, v)
    return output
