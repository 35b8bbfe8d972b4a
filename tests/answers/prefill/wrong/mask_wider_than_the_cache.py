# fails: shape; diagnosis: shapes_do_not_fit
import numpy as np


def prefill(Q, K, V, cache):
    cache.append(K, V)
    cached = len(cache)
    positions = cached + np.arange(len(Q))
    allowed = np.arange(cached + len(Q))[None, :] <= positions[:, None]
    scores = np.where(allowed, Q @ cache.keys.T / float(np.sqrt(Q.shape[1])), -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ cache.values / weights.sum(axis=1, keepdims=True)
