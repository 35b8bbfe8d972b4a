# fails: causality; diagnosis: all_rows_the_last
import numpy as np


def causal_attention(Q, K, V):
    s = K @ Q[-1] / np.sqrt(K.shape[1])
    w = np.exp(s - s.max())
    return np.tile(w / w.sum() @ V, (len(Q), 1))
