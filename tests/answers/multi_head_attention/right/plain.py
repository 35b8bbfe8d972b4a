# split, attend head by head, put side by side
import numpy as np


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    n, d_model = X.shape
    d_head = d_model // n_heads
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    allowed = np.tril(np.ones((n, n), dtype=bool))
    heads = []
    for h in range(n_heads):
        columns = slice(h * d_head, (h + 1) * d_head)
        scores = Q[:, columns] @ K[:, columns].T / np.sqrt(d_head).astype(X.dtype)
        scores = np.where(allowed, scores, -np.inf)
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        weights = weights / weights.sum(axis=1, keepdims=True)
        heads.append(weights @ V[:, columns])
    return np.concatenate(heads, axis=1) @ W_o
