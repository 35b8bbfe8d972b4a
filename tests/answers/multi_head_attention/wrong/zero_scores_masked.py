# fails: awkward; diagnosis: zero_score_hidden
import numpy as np

def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    heads = []
    for q, k, v in zip(np.hsplit(X @ W_q, n_heads), np.hsplit(X @ W_k, n_heads), np.hsplit(X @ W_v, n_heads)):
        s = np.tril(q @ k.T / q.shape[1] ** 0.5)
        s = np.where(s == 0, -np.inf, s)
        e = np.exp(s - s.max(1, keepdims=True))
        heads.append(e / e.sum(1, keepdims=True) @ v)
    return np.concatenate(heads, axis=1) @ W_o
