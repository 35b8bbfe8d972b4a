# fails: equals; diagnosis: heads_cut_before_projection
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def causal_attention(Q, K, V):
    scores = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / Q.shape[1] ** 0.5, -np.inf)
    return softmax(scores) @ V


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    d = X.shape[1] // n_heads
    z = []
    for h in range(n_heads):
        x = X[:, h * d:(h + 1) * d]
        r = slice(h * d, (h + 1) * d)
        z.append(causal_attention(x @ W_q[r, r], x @ W_k[r, r], x @ W_v[r, r]))
    return np.concatenate(z, 1) @ W_o
