# a matrix of 0 and -inf is added
import numpy as np


def causal_attention(Q, K, V):
    n = Q.shape[0]
    mask = np.triu(np.full((n, n), -np.inf, dtype=Q.dtype), k=1)
    scores = Q @ K.T / np.sqrt(np.array(Q.shape[1], dtype=Q.dtype)) + mask
    weights = np.exp(scores - np.max(scores, axis=1)[:, np.newaxis])
    return (weights @ V) / np.sum(weights, axis=1)[:, np.newaxis]
