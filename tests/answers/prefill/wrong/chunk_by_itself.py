# fails: equals; diagnosis: chunk_sees_only_itself
import numpy as np


def prefill(Q, K, V, cache):
    cache.append(K, V)
    scores = Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    scores = np.where(np.tri(len(Q), dtype=bool), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ V / weights.sum(axis=1, keepdims=True)
