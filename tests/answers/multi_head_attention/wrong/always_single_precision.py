# fails: dtype; diagnosis: float32_for_float64
import numpy as np


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    n, D = X.shape
    d = D // n_heads
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    outs = []
    for h in range(n_heads):
        c = slice(h * d, (h + 1) * d)
        s = np.where(np.tri(n, dtype=bool), Q[:, c] @ K[:, c].T / d ** 0.5, -np.inf)
        w = np.exp(s - s.max(-1, keepdims=True))
        outs.append(w / w.sum(-1, keepdims=True) @ V[:, c])
    return (np.concatenate(outs, 1) @ W_o).astype(np.float32)
