# fails: equals; diagnosis: scale_by_length
import numpy as np


def causal_attention(Q, K, V):
    n, _ = Q.shape
    out = []
    for i in range(n):
        s = K[:i + 1] @ Q[i] / np.sqrt(n)
        e = np.exp(s - s.max())
        out.append(e / e.sum() @ V[:i + 1])
    return np.array(out)
