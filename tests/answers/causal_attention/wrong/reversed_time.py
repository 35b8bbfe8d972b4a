# fails: causality; diagnosis: inverted_mask
import numpy as np


def causal_attention(Q, K, V):
    Q, K, V = Q[::-1], K[::-1], V[::-1]
    s = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    w = np.exp(s - s.max(1, keepdims=True))
    return (w / w.sum(1, keepdims=True) @ V)[::-1]
