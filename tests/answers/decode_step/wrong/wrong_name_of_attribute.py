# fails: shape; diagnosis: no_such_attribute
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.K @ q / float(np.sqrt(len(q)))
    weights = np.exp(scores - scores.max())
    return weights @ cache.V / weights.sum()
