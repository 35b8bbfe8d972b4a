# fails: shape; diagnosis: heads_in_one_row
import numpy as np

def grouped_query_decode_step(Q, K, V):
    out = []
    for h in range(len(Q)):
        g = h * len(K) // len(Q)
        s = K[g] @ Q[h] / np.sqrt(Q.shape[1]).astype(Q.dtype)
        w = np.exp(s - s.max())
        out.append(w @ V[g] / w.sum())
    return np.concatenate(out)
