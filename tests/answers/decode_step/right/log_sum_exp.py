# style: weights as exp of score minus logsumexp
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = np.dot(cache.keys, q) * float(q.size) ** -0.5
    log_total = np.logaddexp.reduce(scores)
    return np.dot(np.exp(scores - log_total), cache.values)
