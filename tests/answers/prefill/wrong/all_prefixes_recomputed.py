# fails: cost; diagnosis: recompute
import numpy as np


def prefill(Q, K, V, cache):
    before = len(cache)
    cache.append(K, V)
    n = len(cache)
    padded = np.concatenate([np.zeros((before, Q.shape[1]), Q.dtype), Q])
    scores = padded @ cache.keys.T / float(np.sqrt(Q.shape[1]))
    scores = np.where(np.tri(n, dtype=bool), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return (weights @ cache.values / weights.sum(axis=1, keepdims=True))[before:]
