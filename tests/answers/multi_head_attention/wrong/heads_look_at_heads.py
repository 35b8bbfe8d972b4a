# fails: equals; diagnosis: heads_attend_to_heads
import numpy as np


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    n, d_model = X.shape
    Q, K, V = ((X @ W).reshape(n, n_heads, -1) for W in (W_q, W_k, W_v))
    scores = Q @ K.swapaxes(1, 2) / np.sqrt(Q.shape[-1])
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return (exps / exps.sum(axis=-1, keepdims=True) @ V).reshape(n, d_model) @ W_o
