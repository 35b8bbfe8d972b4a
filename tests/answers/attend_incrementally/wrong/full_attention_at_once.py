# fails: cost; diagnosis: all-at-once
import numpy as np


def attend_incrementally(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    scores = np.where(np.tri(len(Q), dtype=bool), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ V / weights.sum(axis=1, keepdims=True)
