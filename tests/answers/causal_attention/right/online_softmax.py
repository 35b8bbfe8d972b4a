# streaming over the keys, as flash attention does
import numpy as np


def causal_attention(Q, K, V):
    n, d_k = Q.shape
    out = np.zeros((n, V.shape[1]), dtype=Q.dtype)
    for i in range(n):
        largest, total, mix = -np.inf, 0.0, np.zeros(V.shape[1])
        for j in range(i + 1):
            score = float(Q[i] @ K[j]) / np.sqrt(d_k)
            new = max(largest, score)
            shrink = np.exp(largest - new)
            mix = mix * shrink + np.exp(score - new) * V[j]
            total = total * shrink + np.exp(score - new)
            largest = new
        out[i] = mix / total
    return out
