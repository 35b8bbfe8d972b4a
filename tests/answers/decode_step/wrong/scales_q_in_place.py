# fails: inputs; diagnosis: changes_input
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    q /= np.sqrt(len(q))
    scores = cache.keys @ q
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()
