# fails: equals; diagnosis: heads_overlap
import numpy as np


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    d_head = X.shape[1] // n_heads
    outputs = []
    for h in range(n_heads):
        own = slice(h, h + d_head)
        scores = Q[:, own] @ K[:, own].T / d_head ** 0.5
        scores = np.where(np.tri(len(X), dtype=bool), scores, -np.inf)
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        outputs.append(weights / weights.sum(axis=1, keepdims=True) @ V[:, own])
    return np.concatenate(outputs, axis=1) @ W_o
