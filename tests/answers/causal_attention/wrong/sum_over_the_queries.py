# fails: causality; diagnosis: softmax_over_queries
import numpy as np


def causal_attention(Q, K, V):
    n = len(Q)
    s = np.where(np.tri(n, dtype=bool), Q @ K.T / Q.shape[1] ** 0.5, -np.inf)
    w = np.exp(s - s.max(1, keepdims=True))
    w /= w.sum(0, keepdims=True)
    return w @ V
