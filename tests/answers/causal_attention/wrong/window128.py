# fails: awkward; diagnosis: ends_early
# only the last 128
import numpy as np

def causal_attention(Q, K, V):
    out = np.empty_like(V)
    for i in range(len(Q)):
        lo = max(0, i - 127)
        s = K[lo: i + 1] @ Q[i] / Q.shape[1] ** 0.5
        e = np.exp(s - s.max())
        out[i] = e / e.sum() @ V[lo: i + 1]
    return out
