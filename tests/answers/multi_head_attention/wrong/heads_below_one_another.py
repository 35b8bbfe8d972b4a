# fails: causality; diagnosis: heads_attend_as_tokens
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def causal_attention(Q, K, V):
    scores = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / Q.shape[1] ** 0.5, -np.inf)
    return softmax(scores) @ V


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    n, D = X.shape
    d = D // n_heads
    split = lambda A: np.concatenate(np.split(A, n_heads, axis=1), axis=0)
    z = causal_attention(split(X @ W_q), split(X @ W_k), split(X @ W_v))
    return np.concatenate(np.split(z, n_heads, axis=0), axis=1) @ W_o
