# fails: numerics; diagnosis: naive_exp
import numpy as np


def prefill(Q, K, V, cache):
    cache.append(K, V)
    t, n = len(Q), len(cache)
    scores = Q @ cache.keys.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    weights = np.where(np.tri(t, n, n - t, dtype=bool), np.exp(scores), 0)
    return weights @ cache.values / weights.sum(axis=1, keepdims=True)
