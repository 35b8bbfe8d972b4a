# fails: causality; diagnosis: reshape_for_transpose
import numpy as np


def causal_attention(Q, K, V):
    n, d_k = K.shape
    scores = np.where(np.tri(n, dtype=bool), Q @ K.reshape(d_k, n) / np.sqrt(d_k), -np.inf)
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True) @ V
