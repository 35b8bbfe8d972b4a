# fails: equals; diagnosis: same_number_of_heads
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def causal_attention(Q, K, V):
    scores = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / Q.shape[1] ** 0.5, -np.inf)
    return softmax(scores) @ V


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    d = X.shape[1] // 2
    return np.hstack([causal_attention(Q[:, :d], K[:, :d], V[:, :d]), causal_attention(Q[:, d:], K[:, d:], V[:, d:])]) @ W_o
