# fails: equals; diagnosis: first_query_for_all
import numpy as np


def grouped_query_decode_step(Q, K, V):
    G, n, d = K.shape
    q = Q.reshape(G, -1, d)
    s = q[:, :1] @ K.swapaxes(1, 2) * Q.dtype.type(d ** -0.5)
    w = np.exp(s - s.max(-1, keepdims=True))
    w /= w.sum(-1, keepdims=True)
    return np.repeat((w @ V)[:, 0], len(Q) // G, axis=0)
