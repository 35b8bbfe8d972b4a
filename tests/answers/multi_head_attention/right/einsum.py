# einsum throughout, heads as the middle axis
import numpy as np


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    n, d_model = X.shape
    shape = (n, n_heads, d_model // n_heads)
    Q, K, V = (np.einsum("nd,de->ne", X, W).reshape(shape) for W in (W_q, W_k, W_v))
    scores = np.einsum("ihd,jhd->hij", Q, K) / shape[2] ** 0.5
    scores[:, np.triu(np.ones((n, n), dtype=bool), 1)] = -np.inf
    exps = np.exp(scores - scores.max(-1, keepdims=True))
    weights = exps / exps.sum(-1, keepdims=True)
    mixed = np.einsum("hij,jhd->ihd", weights, V)
    return np.einsum("nd,de->ne", mixed.reshape(n, d_model), W_o)
