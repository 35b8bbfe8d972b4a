# fails: causality; diagnosis: none
import numpy as np


def causal_attention(Q, K, V):
    n = len(Q)
    s = Q @ K.T / Q.shape[1] ** 0.5
    s = np.where(np.tri(n, dtype=bool), s, -1e300)
    w = np.exp(s - s.max(1, keepdims=True))
    w /= w.sum(1, keepdims=True)
    return w @ V
