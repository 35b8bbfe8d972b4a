# fails: numerics; diagnosis: scores_clipped
import numpy as np

def grouped_query_decode_step(Q, K, V):
    out = np.empty_like(Q)
    for h in range(len(Q)):
        g = h * len(K) // len(Q)
        s = np.clip(K[g] @ Q[h] / np.sqrt(Q.shape[1]).astype(Q.dtype), -80, 80)
        w = np.exp(s)
        out[h] = w @ V[g] / w.sum()
    return out
