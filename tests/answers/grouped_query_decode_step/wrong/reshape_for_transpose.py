# fails: equals; diagnosis: reshaped_for_transposed
import numpy as np


def grouped_query_decode_step(Q, K, V):
    G, n, d = K.shape
    s = Q.reshape(G, -1, d) @ K.reshape(G, d, n) * Q.dtype.type(d ** -0.5)
    w = np.exp(s - s.max(-1, keepdims=True))
    w /= w.sum(-1, keepdims=True)
    return (w @ V).reshape(Q.shape)
