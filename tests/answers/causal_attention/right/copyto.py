# np.copyto into a buffer of -inf
import numpy as np


def causal_attention(Q, K, V):
    n, d_k = Q.shape
    masked = np.full((n, n), -np.inf, dtype=Q.dtype)
    np.copyto(masked, Q @ K.T / d_k ** 0.5, where=np.tril(np.full((n, n), True)))
    masked -= np.nanmax(masked, axis=1, keepdims=True)
    weights = np.exp(masked)
    return np.divide(weights, weights.sum(axis=1, keepdims=True)) @ V
