# fails: shape; diagnosis: no_such_group
import numpy as np


def grouped_query_decode_step(Q, K, V):
    H, d = Q.shape
    out = np.empty_like(Q)
    for h in range(H):
        g = h // len(K)
        s = K[g] @ Q[h] * Q.dtype.type(d ** -0.5)
        w = np.exp(s - s.max())
        out[h] = w @ V[g] / w.sum()
    return out
