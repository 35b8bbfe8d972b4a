# fails: shape; diagnosis: shapes_do_not_fit
import numpy as np


def prefill(Q, K, V, cache):
    cache.append(K, V)
    mask = np.tri(len(Q), dtype=bool)
    scores = Q @ cache.keys.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    scores = np.where(mask, scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ cache.values / weights.sum(axis=1, keepdims=True)
