# fails: awkward; diagnosis: equal_tokens_merged
# the first of equal keys gets all
import numpy as np

def causal_attention(Q, K, V):
    out = np.empty_like(V)
    for i in range(len(Q)):
        seen = {}
        for j in range(i + 1):
            seen[tuple(K[j])] = j
        idx = sorted(seen.values())
        s = K[idx] @ Q[i] / Q.shape[1] ** 0.5
        e = np.exp(s - s.max())
        out[i] = e / e.sum() @ V[idx]
    return out
