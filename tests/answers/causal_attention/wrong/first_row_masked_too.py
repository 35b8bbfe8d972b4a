# fails: equals; diagnosis: excludes_itself
import numpy as np


def causal_attention(Q, K, V):
    out = np.zeros_like(V)
    out[0] = V[0]
    for i in range(1, len(Q)):
        s = K[:i] @ Q[i] / np.sqrt(K.shape[1])
        w = np.exp(s - s.max())
        out[i] = w / w.sum() @ V[:i]
    return out
