# fails: causality; diagnosis: masked_after_softmax
import numpy as np


def prefill(Q, K, V, cache):
    cache.append(K, V)
    t, n = len(Q), len(cache)
    scores = Q @ cache.keys.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights = weights / weights.sum(axis=1, keepdims=True)
    weights[~np.tri(t, n, n - t, dtype=bool)] = 0
    return weights @ cache.values
