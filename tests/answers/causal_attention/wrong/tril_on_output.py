# fails: causality; diagnosis: output_masked
import numpy as np


def causal_attention(Q, K, V):
    s = Q @ K.T / np.sqrt(Q.shape[1])
    w = np.exp(s - s.max(1, keepdims=True))
    return np.tril(w / w.sum(1, keepdims=True) @ V)
