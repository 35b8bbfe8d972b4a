# fails: equals; diagnosis: heads_over_groups
import numpy as np


def grouped_query_decode_step(Q, K, V):
    H, d = Q.shape
    out = np.empty_like(Q)
    for h in range(H):
        g = min(h // len(K), len(K) - 1)
        s = K[g] @ Q[h] * Q.dtype.type(d ** -0.5)
        w = np.exp(s - s.max())
        out[h] = w @ V[g] / w.sum()
    return out
