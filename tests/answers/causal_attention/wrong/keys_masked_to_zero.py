# fails: causality; diagnosis: zeros_for_minus_infinity
import numpy as np


def causal_attention(Q, K, V):
    out = []
    for i in range(len(Q)):
        past = K.copy()
        past[i + 1:] = 0
        s = past @ Q[i] / np.sqrt(K.shape[1])
        w = np.exp(s - s.max())
        out.append(w / w.sum() @ V)
    return np.array(out)
