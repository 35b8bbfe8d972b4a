# writes each head into its columns of the output
import numpy as np


def softmax(z):
    z = np.exp(z - z.max(axis=-1, keepdims=True))
    return z / z.sum(axis=-1, keepdims=True)


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    d_model = W_q.shape[0]
    assert d_model % n_heads == 0
    d_head = d_model // n_heads
    concat = np.empty_like(X)
    for h in range(n_heads):
        s, e = h * d_head, (h + 1) * d_head
        q, k, v = X @ W_q[:, s:e], X @ W_k[:, s:e], X @ W_v[:, s:e]
        scores = (q @ k.T) * d_head ** -0.5
        scores[np.triu(np.ones_like(scores), 1) > 0] = -np.inf
        concat[:, s:e] = softmax(scores) @ v
    return concat @ W_o
