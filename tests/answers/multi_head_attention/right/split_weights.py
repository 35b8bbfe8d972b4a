# the matrices are cut, not the projections
import numpy as np


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    n, d_model = X.shape
    d = d_model // n_heads
    output = np.zeros((n, d_model), dtype=X.dtype)
    for start in range(0, d_model, d):
        cut = np.s_[:, start:start + d]
        q, k, v = X @ W_q[cut], X @ W_k[cut], X @ W_v[cut]
        for i in range(n):
            s = k[:i + 1] @ q[i] / np.sqrt(d)
            w = np.exp(s - s.max())
            output[i] += (w / w.sum()) @ v[:i + 1] @ W_o[start:start + d]
    return output
