# fails: causality; diagnosis: softmax_over_queries
import numpy as np


def prefill(Q, K, V, cache):
    cache.append(K, V)
    t, n = len(Q), len(cache)
    scores = Q @ cache.keys.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    scores = np.where(np.tri(t, n, n - t, dtype=bool), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=0))
    return (weights / weights.sum(axis=0)) @ cache.values
