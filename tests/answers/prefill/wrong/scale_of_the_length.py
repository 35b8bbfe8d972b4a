# fails: equals; diagnosis: scale_sqrt_n
import numpy as np


def prefill(Q, K, V, cache):
    cache.append(K, V)
    t, n = len(Q), len(cache)
    scores = np.where(np.tri(t, n, n - t, dtype=bool), Q @ cache.keys.T / float(np.sqrt(n)), -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ cache.values / weights.sum(axis=1, keepdims=True)
