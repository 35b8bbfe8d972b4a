# only the n(n+1)/2 pairs are ever computed
import numpy as np


def causal_attention(Q, K, V):
    n = len(Q)
    i, j = np.tril_indices(n)
    scores = np.full((n, n), -np.inf, dtype=Q.dtype)
    scores[i, j] = (Q[i] * K[j]).sum(axis=1) / np.sqrt(Q.shape[1])
    scores -= scores.max(axis=1)[:, None]
    weights = np.exp(scores)
    return (weights / weights.sum(axis=1)[:, None]) @ V
