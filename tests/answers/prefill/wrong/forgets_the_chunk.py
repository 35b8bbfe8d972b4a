# fails: incremental; diagnosis: not_kept
import numpy as np


def prefill(Q, K, V, cache):
    keys = np.concatenate([cache.keys, K]).astype(K.dtype)
    values = np.concatenate([cache.values, V]).astype(V.dtype)
    t, n = len(Q), len(keys)
    scores = Q @ keys.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    scores = np.where(np.tri(t, n, n - t, dtype=bool), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ values / weights.sum(axis=1, keepdims=True)
