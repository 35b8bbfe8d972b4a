# one matrix for queries, keys and values
import numpy as np


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    n, d_model = X.shape
    Q, K, V = np.split((X @ np.hstack([W_q, W_k, W_v])).reshape(n, 3 * n_heads, -1).swapaxes(0, 1), 3)
    scores = Q @ K.swapaxes(1, 2)
    scores *= 1 / np.sqrt(d_model / n_heads)
    scores += np.triu(np.full((n, n), -np.inf, dtype=scores.dtype), 1)
    scores -= scores.max(2, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(2, keepdims=True)
    return np.moveaxis(scores @ V, 0, 1).reshape(n, -1) @ W_o
