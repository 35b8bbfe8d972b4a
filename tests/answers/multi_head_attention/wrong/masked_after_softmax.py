# fails: causality; diagnosis: mask_after_softmax
import numpy as np


def multi_head_attention(X, W_q, W_k, W_v, W_o, n_heads):
    n, d_model = X.shape
    heads = []
    for q, k, v in zip(*(np.split(X @ W, n_heads, axis=1) for W in (W_q, W_k, W_v))):
        s = q @ k.T / np.sqrt(q.shape[1])
        exps = np.exp(s - s.max(axis=1, keepdims=True))
        heads.append(np.tril(exps / exps.sum(axis=1, keepdims=True)) @ v)
    return np.hstack(heads) @ W_o
