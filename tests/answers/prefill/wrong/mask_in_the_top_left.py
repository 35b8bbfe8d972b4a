# fails: equals; diagnosis: top_left_mask
import numpy as np


def prefill(Q, K, V, cache):
    cache.append(K, V)
    scores = Q @ cache.keys.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    scores = np.where(np.tril(np.ones(scores.shape, dtype=bool)), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ cache.values / weights.sum(axis=1, keepdims=True)
