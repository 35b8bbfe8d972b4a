# every head sees all columns, the others set to zero
import numpy as np


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    n, d_model = X.shape
    d_head = d_model // n_heads
    owner = np.arange(d_model) // d_head
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    merged = np.zeros_like(V)
    for h in range(n_heads):
        mine = (owner == h).astype(X.dtype)
        scores = (Q * mine) @ K.T / np.sqrt(d_head).astype(X.dtype)
        scores = np.where(np.tri(n, dtype=bool), scores, -np.inf)
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        merged += weights @ (V * mine) / weights.sum(axis=1, keepdims=True)
    return merged @ W_o
