# fails: equals; diagnosis: half_for_root
import numpy as np


def grouped_query_decode_step(Q, K, V):
    outs = []
    for h in range(len(Q)):
        g = h * len(K) // len(Q)
        s = K[g] @ Q[h] / Q.shape[1] ** 1/2
        w = np.exp(s - s.max())
        outs.append(w @ V[g] / w.sum())
    return np.array(outs)
