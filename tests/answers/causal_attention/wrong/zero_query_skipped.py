# fails: awkward; diagnosis: zero_query_apart
# a query of zeros passes its value through
import numpy as np

def causal_attention(Q, K, V):
    out = np.array(V)
    for i in range(len(Q)):
        if not Q[i].any():
            continue
        s = K[: i + 1] @ Q[i] / Q.shape[1] ** 0.5
        e = np.exp(s - s.max())
        out[i] = e / e.sum() @ V[: i + 1]
    return out
