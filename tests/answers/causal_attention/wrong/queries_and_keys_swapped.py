# fails: equals; diagnosis: scores_transposed
import numpy as np


def causal_attention(Q, K, V):
    out = np.zeros_like(V)
    for i in range(len(Q)):
        s = Q[:i + 1] @ K[i] / np.sqrt(K.shape[1])
        e = np.exp(s - s.max())
        out[i] = e / e.sum() @ V[:i + 1]
    return out
