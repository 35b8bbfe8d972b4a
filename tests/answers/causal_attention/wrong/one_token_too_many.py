# fails: causality; diagnosis: sees_next_token
import numpy as np


def causal_attention(Q, K, V):
    out = np.zeros_like(V)
    for i in range(len(Q)):
        s = K[:i + 2] @ Q[i] / np.sqrt(K.shape[1])
        w = np.exp(s - s.max())
        out[i] = w / w.sum() @ V[:i + 2]
    return out
