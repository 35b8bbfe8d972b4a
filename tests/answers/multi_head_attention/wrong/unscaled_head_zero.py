# fails: equals; diagnosis: none
import numpy as np


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    n, d_model = X.shape
    d = d_model // n_heads
    scale = 1
    heads = []
    for h in range(n_heads):
        q, k, v = (X @ W[:, h * d:(h + 1) * d] for W in (W_q, W_k, W_v))
        s = np.where(np.tri(n, dtype=bool), q @ k.T / scale, -np.inf)
        w = np.exp(s - s.max(1, keepdims=True))
        heads.append(w / w.sum(1, keepdims=True) @ v)
        scale = np.sqrt(d).astype(X.dtype)
    return np.hstack(heads) @ W_o
