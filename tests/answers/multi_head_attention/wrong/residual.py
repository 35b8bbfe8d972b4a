# fails: equals; diagnosis: residual_added
import numpy as np


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    n, d_model = X.shape
    Q, K, V = ((X @ W).reshape(n, n_heads, -1).swapaxes(0, 1) for W in (W_q, W_k, W_v))
    s = np.where(np.tri(n, dtype=bool), Q @ K.swapaxes(1, 2) / np.sqrt(Q.shape[-1]).astype(X.dtype), -np.inf)
    w = np.exp(s - s.max(-1, keepdims=True))
    return X + (w / w.sum(-1, keepdims=True) @ V).swapaxes(0, 1).reshape(n, d_model) @ W_o
