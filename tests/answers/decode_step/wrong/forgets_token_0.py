# fails: equals; diagnosis: first_token_left_out
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    keys = cache.keys[1:] if len(cache) > 1 else cache.keys
    values = cache.values[1:] if len(cache) > 1 else cache.values
    scores = keys @ q / float(np.sqrt(len(q)))
    weights = np.exp(scores - scores.max())
    return weights @ values / weights.sum()
