# fails: cost; diagnosis: recompute
import numpy as np

QUERIES = {}


def decode_step(q, k, v, cache):
    cache.append(k, v)
    Q = np.tile(q, (len(cache), 1))
    scores = Q @ cache.keys.T / float(np.sqrt(len(q)))
    scores = np.where(np.tri(len(cache), dtype=bool), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights = weights / weights.sum(axis=1, keepdims=True)
    return (weights @ cache.values)[-1]
