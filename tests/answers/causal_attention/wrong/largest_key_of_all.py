# fails: causality; diagnosis: none
import numpy as np


def causal_attention(Q, K, V):
    size = np.abs(K).max()
    s = np.where(np.tri(len(Q), dtype=bool), Q @ (K / size).T * (size / np.sqrt(Q.shape[1])), -np.inf)
    w = np.exp(s - s.max(1, keepdims=True))
    return w / w.sum(1, keepdims=True) @ V
