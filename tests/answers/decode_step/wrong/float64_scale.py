# fails: dtype; diagnosis: float64_for_float32
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q / np.sqrt(len(q))
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()
