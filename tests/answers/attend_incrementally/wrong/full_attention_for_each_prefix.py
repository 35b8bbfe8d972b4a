# fails: cost; diagnosis: full-for-each-token
import numpy as np


def causal_attention(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    scores = np.where(np.tri(len(Q), dtype=bool), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ V / weights.sum(axis=1, keepdims=True)


def attend_incrementally(Q, K, V):
    return np.array([causal_attention(Q[:i], K[:i], V[:i])[-1] for i in range(1, len(Q) + 1)])
