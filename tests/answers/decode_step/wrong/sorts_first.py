# fails: cost; diagnosis: sort
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q / float(np.sqrt(len(q)))
    order = np.argsort(scores)
    weights = np.exp(scores[order] - scores[order][-1])
    return weights @ cache.values[order] / weights.sum()
