# fails: equals; diagnosis: window
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    keys, values = cache.keys[-4:], cache.values[-4:]
    scores = keys @ q / float(np.sqrt(len(q)))
    weights = np.exp(scores - scores.max())
    return weights @ values / weights.sum()
