# fails: incremental; diagnosis: query_kept_as_key
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(q, v)
    scores = cache.keys @ q / float(np.sqrt(len(q)))
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()
