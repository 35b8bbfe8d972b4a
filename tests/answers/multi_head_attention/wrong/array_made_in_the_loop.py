# fails: equals; diagnosis: one_head_kept
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def causal_attention(Q, K, V):
    scores = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / Q.shape[1] ** 0.5, -np.inf)
    return softmax(scores) @ V


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    d = X.shape[1] // n_heads
    out = np.zeros_like(X)
    for h in range(n_heads):
        out = np.zeros_like(X)
        out[:, h * d:(h + 1) * d] = causal_attention(Q[:, h * d:(h + 1) * d], K[:, h * d:(h + 1) * d], V[:, h * d:(h + 1) * d])
    return out @ W_o
