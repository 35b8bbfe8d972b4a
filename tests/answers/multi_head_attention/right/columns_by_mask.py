# other heads' columns multiplied by 0
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def causal_mask(n):
    return np.tri(n, dtype=bool)


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    d_model = X.shape[1]
    head_of = np.arange(d_model) // (d_model // n_heads)
    out = np.zeros_like(X)
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    scale = (d_model // n_heads) ** -0.5
    for h in range(n_heads):
        sel = (head_of == h)
        s = (Q * sel.astype(Q.dtype)) @ K.T * scale
        s = np.where(causal_mask(len(X)), s, -np.inf)
        out += softmax(s) @ (V * sel.astype(V.dtype))
    return out @ W_o
