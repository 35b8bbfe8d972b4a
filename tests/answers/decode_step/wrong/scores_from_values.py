# fails: shape; diagnosis: keys_and_values_swapped
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.values @ q / float(np.sqrt(len(q)))
    weights = np.exp(scores - scores.max())
    return weights @ cache.keys / weights.sum()
