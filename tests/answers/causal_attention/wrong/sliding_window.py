# fails: equals; diagnosis: window
import numpy as np


def causal_attention(Q, K, V, window=3):
    out = np.zeros_like(V)
    for i in range(len(Q)):
        past = slice(max(0, i + 1 - window), i + 1)
        s = K[past] @ Q[i] / np.sqrt(K.shape[1])
        e = np.exp(s - s.max())
        out[i] = e / e.sum() @ V[past]
    return out
