# fails: equals; diagnosis: zeros_for_minus_infinity
import numpy as np


def causal_attention(Q, K, V):
    out = []
    for i in range(len(Q)):
        keys, values = K.copy(), V.copy()
        keys[i + 1:] = 0
        values[i + 1:] = 0
        s = keys @ Q[i] / np.sqrt(K.shape[1])
        w = np.exp(s - s.max())
        out.append(w / w.sum() @ values)
    return np.array(out)
