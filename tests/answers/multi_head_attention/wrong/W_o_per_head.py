# fails: equals; diagnosis: one_piece_of_the_output_matrix
# W_o once a head on padded rows, summed twice
import numpy as np

def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    d = X.shape[1] // n_heads
    out = 0
    for h, (q, k, v) in enumerate(zip(np.hsplit(X @ W_q, n_heads), np.hsplit(X @ W_k, n_heads), np.hsplit(X @ W_v, n_heads))):
        s = np.where(np.tri(len(X), dtype=bool), q @ k.T / d ** 0.5, -np.inf)
        e = np.exp(s - s.max(1, keepdims=True))
        out = out + e / e.sum(1, keepdims=True) @ v @ W_o[:d]
    return out
