# fails: equals; diagnosis: attends_before_appending
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    n = len(cache) - 1
    scores = cache.keys[:n] @ q / float(np.sqrt(len(q)))
    weights = np.exp(scores - np.max(scores, initial=-1e300))
    weights = weights / max(weights.sum(), 1e-30)
    return weights @ cache.values[:n]
