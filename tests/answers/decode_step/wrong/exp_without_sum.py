# fails: equals; diagnosis: not_normalised
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q / float(np.sqrt(len(q)))
    return np.exp(scores - scores.max()) @ cache.values
