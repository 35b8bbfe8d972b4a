# fails: equals; diagnosis: half_for_root
import numpy as np


def causal_attention(Q, K, V):
    n = len(Q)
    s = np.where(np.tri(n, dtype=bool), Q @ K.T / Q.shape[1] ** 1/2, -np.inf)
    w = np.exp(s - s.max(1, keepdims=True))
    w /= w.sum(1, keepdims=True)
    return w @ V
