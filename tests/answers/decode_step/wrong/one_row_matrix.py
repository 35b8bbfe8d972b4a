# fails: shape; diagnosis: one_row_matrix
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = q[None] @ cache.keys.T / float(np.sqrt(len(q)))
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ cache.values / weights.sum(axis=1, keepdims=True)
