# fails: causality; diagnosis: one_maximum_for_all
import numpy as np


def prefill(Q, K, V, cache):
    cache.append(K, V)
    t, n = len(Q), len(cache)
    scores = Q @ cache.keys.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    scores = np.where(np.tri(t, n, n - t, dtype=bool), scores, -np.inf)
    weights = np.exp(scores - np.max(scores))
    return weights @ cache.values / weights.sum(axis=1, keepdims=True)
