# fails: dtype; diagnosis: float32_for_float64
import numpy as np


def causal_attention(Q, K, V):
    n = len(Q)
    s = np.where(np.tri(n, dtype=bool), Q @ K.T / Q.shape[1] ** 0.5, -np.inf)
    w = np.exp(s - s.max(1, keepdims=True))
    w /= w.sum(1, keepdims=True)
    return (w @ V).astype(np.float32)
