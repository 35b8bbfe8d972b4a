# fails: causality; diagnosis: mask_only_when_empty
import numpy as np


def prefill(Q, K, V, cache):
    first = len(cache) == 0
    cache.append(K, V)
    t, n = len(Q), len(cache)
    scores = Q @ cache.keys.T / float(np.sqrt(Q.shape[1]))
    if first:
        scores = np.where(np.tri(t, dtype=bool), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ cache.values / weights.sum(axis=1, keepdims=True)
