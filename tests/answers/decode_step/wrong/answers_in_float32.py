# fails: shape; diagnosis: float32_for_float64
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q / float(np.sqrt(len(q)))
    weights = np.exp(scores - scores.max())
    return (weights @ cache.values / weights.sum()).astype(np.float32)
