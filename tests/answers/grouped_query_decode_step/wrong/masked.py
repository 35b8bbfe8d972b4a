# fails: equals; diagnosis: masked_anyway
import numpy as np


def grouped_query_decode_step(Q, K, V):
    H, d = Q.shape
    G = Q.reshape(len(K), -1, d)
    s = G @ K.swapaxes(1, 2) * Q.dtype.type(d ** -0.5)
    s = np.where(np.tri(s.shape[1], s.shape[2], dtype=bool), s, -np.inf).astype(Q.dtype)
    w = np.exp(s - s.max(-1, keepdims=True))
    w /= w.sum(-1, keepdims=True)
    return (w @ V).reshape(H, d)
