# fails: causality; diagnosis: maximum_of_hidden_scores
import numpy as np


def prefill(Q, K, V, cache):
    cache.append(K, V)
    t, n = len(Q), len(cache)
    scores = Q @ cache.keys.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True)) * np.tri(t, n, n - t, dtype=bool)
    return weights @ cache.values / weights.sum(axis=1, keepdims=True)
