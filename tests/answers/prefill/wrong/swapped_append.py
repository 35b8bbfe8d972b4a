# fails: shape; diagnosis: keys_and_values_swapped
import numpy as np


def prefill(Q, K, V, cache):
    cache.append(V, K)
    t, n = len(Q), len(cache)
    scores = Q @ cache.keys.T / float(np.sqrt(Q.shape[1]))
    scores = np.where(np.tri(t, n, n - t, dtype=bool), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ cache.values / weights.sum(axis=1, keepdims=True)
