# fails: cost; diagnosis: mask-each-step
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    n = len(cache)
    mask = np.tril(np.ones((n, n), dtype=bool))[-1]
    scores = np.where(mask, cache.keys @ q / float(np.sqrt(len(q))), -np.inf)
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()
