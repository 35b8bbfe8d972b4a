# fails: equals; diagnosis: scale_by_width_of_values
import numpy as np


def causal_attention(Q, K, V):
    n = len(Q)
    s = np.where(np.tri(n, dtype=bool), Q @ K.T / np.sqrt(V.shape[1]), -np.inf)
    w = np.exp(s - s.max(1, keepdims=True))
    w /= w.sum(1, keepdims=True)
    return w @ V
