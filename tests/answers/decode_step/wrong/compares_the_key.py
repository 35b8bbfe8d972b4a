# fails: equals; diagnosis: key_as_query
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = np.dot(cache.keys, k) / float(np.sqrt(len(k)))
    weights = np.exp(scores - scores.max())
    return np.dot(weights / weights.sum(), cache.values)
