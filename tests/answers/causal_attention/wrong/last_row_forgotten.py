# fails: equals; diagnosis: last_row_missing
import numpy as np


def causal_attention(Q, K, V):
    out = np.zeros_like(V)
    for i in range(len(Q) - 1):
        s = K[:i + 1] @ Q[i] / np.sqrt(K.shape[1])
        e = np.exp(s - s.max())
        out[i] = e / e.sum() @ V[:i + 1]
    return out
