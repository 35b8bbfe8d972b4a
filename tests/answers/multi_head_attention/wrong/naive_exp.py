# fails: numerics; diagnosis: naive_exp
import numpy as np


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    n, d_model = X.shape
    d = d_model // n_heads
    out = np.zeros_like(X)
    for h in range(n_heads):
        cut = slice(h * d, (h + 1) * d)
        q, k, v = (X @ W_q)[:, cut], (X @ W_k)[:, cut], (X @ W_v)[:, cut]
        exps = np.exp(np.where(np.tri(n, dtype=bool), q @ k.T / d ** 0.5, -np.inf))
        out[:, cut] = exps / exps.sum(axis=1, keepdims=True) @ v
    return out @ W_o
