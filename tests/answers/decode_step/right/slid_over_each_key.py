# style: a score as the one place where two vectors of the same length overlap
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = np.array([np.correlate(key, q)[0] for key in cache.keys]) / q.dtype.type(len(q) ** 0.5)
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()
