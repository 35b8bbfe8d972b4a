# fails: equals; diagnosis: one_head_missing
import numpy as np


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    n, d_model = X.shape
    d = d_model // n_heads
    out = np.zeros_like(X)
    for h in range(n_heads - 1):
        cut = slice(h * d, (h + 1) * d)
        s = np.where(np.tri(n, dtype=bool), (X @ W_q)[:, cut] @ (X @ W_k)[:, cut].T / d ** 0.5, -np.inf)
        exps = np.exp(s - s.max(axis=1, keepdims=True))
        out[:, cut] = exps / exps.sum(axis=1, keepdims=True) @ (X @ W_v)[:, cut]
    return out @ W_o
