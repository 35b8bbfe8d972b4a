# style: a loop by index, scores in a list
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    n = len(cache)
    scores = []
    for j in range(n):
        scores.append(np.dot(q, cache.keys[j]) / np.sqrt(len(q)))
    scores = np.array(scores)
    weights = np.exp(scores - np.max(scores))
    weights = weights / np.sum(weights)
    output = np.zeros_like(v)
    for j in range(n):
        output += (weights[j] * cache.values[j]).astype(v.dtype)
    return output
