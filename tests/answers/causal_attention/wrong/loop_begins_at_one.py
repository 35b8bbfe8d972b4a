# fails: equals; diagnosis: first_row_missing
import numpy as np


def causal_attention(Q, K, V):
    out = np.zeros_like(V)
    for i in range(1, len(Q)):
        s = K[:i + 1] @ Q[i] / Q.shape[1] ** 0.5
        w = np.exp(s - s.max())
        out[i] = w @ V[:i + 1] / w.sum()
    return out
