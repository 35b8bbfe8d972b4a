# fails: incremental; diagnosis: appends_twice
# appended whole and row by row
import numpy as np

def prefill(Q, K, V, cache):
    cache.append(K, V)
    out = np.empty_like(V)
    for i in range(len(Q)):
        cache.append(K[i], V[i])
        s = cache.keys @ Q[i] / Q.shape[1] ** 0.5
        e = np.exp(s - s.max())
        out[i] = e / e.sum() @ cache.values
    return out
