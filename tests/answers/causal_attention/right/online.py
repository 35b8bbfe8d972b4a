# online
import numpy as np

def causal_attention(Q, K, V):
    n, d = Q.shape
    out = np.empty((n, V.shape[1]), V.dtype)
    for i in range(n):
        best, total, mix = -np.inf, 0.0, np.zeros(V.shape[1])
        for j in range(i + 1):
            s = float(Q[i] @ K[j]) / d ** 0.5
            new = max(best, s)
            keep = np.exp(best - new)
            part = np.exp(s - new)
            total = total * keep + part
            mix = mix * keep + part * V[j]
            best = new
        out[i] = mix / total
    return out
