# fails: causality; diagnosis: no_mask
import numpy as np


def prefill(Q, K, V, cache):
    cache.append(K, V)
    offset = len(cache)
    positions = offset + np.arange(len(Q))
    allowed = np.arange(len(cache))[None, :] <= positions[:, None]
    scores = np.where(allowed, Q @ cache.keys.T / float(np.sqrt(Q.shape[1])), -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ cache.values / weights.sum(axis=1, keepdims=True)
