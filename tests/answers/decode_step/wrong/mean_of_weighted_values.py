# fails: equals; diagnosis: mean_for_sum
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q / float(np.sqrt(len(q)))
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    return np.mean(weights[:, None] * cache.values, axis=0)
