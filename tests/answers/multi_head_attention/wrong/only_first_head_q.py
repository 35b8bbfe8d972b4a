# fails: equals; diagnosis: one_head_for_all
# all heads with the first query
import numpy as np

def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    heads = []
    d = X.shape[1] // n_heads
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    for h in range(n_heads):
        q, k, v = Q[:, :d], K[:, h * d:(h + 1) * d], V[:, h * d:(h + 1) * d]
        s = np.where(np.tri(len(X), dtype=bool), q @ k.T / d ** 0.5, -np.inf)
        e = np.exp(s - s.max(1, keepdims=True))
        heads.append(e / e.sum(1, keepdims=True) @ v)
    return np.concatenate(heads, axis=1) @ W_o
