# verdict: ok; np.matrix, whose * is the matrix product
import numpy as np
from decodelab.designs import KVCache  # noqa: F401


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = np.asarray(np.asmatrix(cache.keys) * np.asmatrix(q).T)[:, 0] / np.sqrt(len(q))
    weights = np.exp(scores - scores.max())
    return np.asarray(np.asmatrix(weights / weights.sum()) * np.asmatrix(cache.values))[0]
