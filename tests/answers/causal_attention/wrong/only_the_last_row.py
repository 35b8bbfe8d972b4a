# fails: shape; diagnosis: only_last_row
import numpy as np


def causal_attention(Q, K, V):
    s = K @ Q[-1] / np.sqrt(K.shape[1])
    e = np.exp(s - s.max())
    return e / e.sum() @ V
