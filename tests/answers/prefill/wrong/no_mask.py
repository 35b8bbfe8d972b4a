# fails: causality; diagnosis: no_mask
import numpy as np


def prefill(Q, K, V, cache):
    cache.append(K, V)
    scores = Q @ cache.keys.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ cache.values / weights.sum(axis=1, keepdims=True)
