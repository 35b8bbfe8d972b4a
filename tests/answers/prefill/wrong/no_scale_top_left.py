# fails: equals; diagnosis: no_scale+top_left_mask
import numpy as np


def prefill(Q, K, V, cache):
    cache.append(K, V)
    t, n = len(Q), len(cache)
    scores = np.where(np.tri(t, n, dtype=bool), Q @ cache.keys.T, -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ cache.values / weights.sum(axis=1, keepdims=True)
