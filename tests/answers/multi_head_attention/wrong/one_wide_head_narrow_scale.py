# fails: equals; diagnosis: heads_ignored
import numpy as np


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    n, d_model = X.shape
    d_head = d_model // n_heads
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    Q, K, V = (A[None] for A in (Q, K, V))
    scores = Q @ K.transpose(0, 2, 1) / np.sqrt(d_head).astype(X.dtype)
    scores = np.where(np.tri(n, dtype=bool), scores, -np.inf)
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = exps / exps.sum(axis=-1, keepdims=True)
    merged = (weights @ V).transpose(1, 0, 2).reshape(n, d_model)
    return merged @ W_o
