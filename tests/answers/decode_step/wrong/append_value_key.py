# fails: shape; diagnosis: keys_and_values_swapped
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(v, k)
    scores = cache.keys @ q / float(np.sqrt(len(q)))
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()
