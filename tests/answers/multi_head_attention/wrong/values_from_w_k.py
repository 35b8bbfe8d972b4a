# fails: equals; diagnosis: projection_used_twice
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def causal_attention(Q, K, V):
    scores = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / Q.shape[1] ** 0.5, -np.inf)
    return softmax(scores) @ V


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    Q, K, V = X @ W_q, X @ W_k, X @ W_k
    d = X.shape[1] // n_heads
    z = [causal_attention(Q[:, i:i + d], K[:, i:i + d], V[:, i:i + d]) for i in range(0, X.shape[1], d)]
    return np.concatenate(z, axis=1) @ W_o
