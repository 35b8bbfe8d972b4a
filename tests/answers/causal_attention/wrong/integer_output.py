# fails: equals; diagnosis: whole_numbers
import numpy as np


def causal_attention(Q, K, V):
    out = np.zeros(V.shape, dtype=np.int64)
    for i in range(len(Q)):
        s = K[:i + 1] @ Q[i] / np.sqrt(K.shape[1])
        e = np.exp(s - s.max())
        with np.errstate(invalid="ignore"):
            out[i] = e / e.sum() @ V[:i + 1]
    return out
