# style: every argument of NumPy's by its name
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = np.divide(np.dot(b=q, a=cache.keys), q.dtype.type(len(q) ** 0.5))
    weights = np.exp(scores - np.max(a=scores, axis=0))
    return np.dot(a=weights, b=cache.values) / np.sum(a=weights)
