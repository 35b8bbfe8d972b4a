# fails: shape; diagnosis: chunk_sees_only_cache
import numpy as np


def prefill(Q, K, V, cache):
    scores = Q @ cache.keys.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    output = weights @ cache.values / weights.sum(axis=1, keepdims=True)
    cache.append(K, V)
    return output
