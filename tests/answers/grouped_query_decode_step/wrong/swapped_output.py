# fails: equals; diagnosis: outputs_out_of_order
import numpy as np


def grouped_query_decode_step(Q, K, V):
    G, n, d = K.shape
    s = Q.reshape(G, -1, d) @ K.swapaxes(1, 2) * Q.dtype.type(d ** -0.5)
    w = np.exp(s - s.max(-1, keepdims=True))
    w /= w.sum(-1, keepdims=True)
    return (w @ V).swapaxes(0, 1).reshape(Q.shape)
