# fails: equals; diagnosis: scale_by_length
import numpy as np

def grouped_query_decode_step(Q, K, V):
    out = np.empty_like(Q)
    for h in range(len(Q)):
        g = h * len(K) // len(Q)
        s = K[g] @ Q[h] / np.sqrt(K.shape[1]).astype(Q.dtype)
        w = np.exp(s - s.max())
        out[h] = w @ V[g] / w.sum()
    return out
