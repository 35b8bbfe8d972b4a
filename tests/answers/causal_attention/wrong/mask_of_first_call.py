# fails: shape; diagnosis: shapes_do_not_fit
import numpy as np

MASK = None


def causal_attention(Q, K, V):
    global MASK
    if MASK is None:
        MASK = np.tri(len(Q), dtype=bool)
    s = np.where(MASK, Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    w = np.exp(s - s.max(1, keepdims=True))
    return w / w.sum(1, keepdims=True) @ V
