# fails: equals; diagnosis: mean_for_sum
import numpy as np


def grouped_query_decode_step(Q, K, V):
    h, d = Q.shape
    g, n, _ = K.shape
    q = Q.reshape(g, h // g, d)
    s = q @ K.swapaxes(1, 2) / Q.dtype.type(d ** 0.5)
    s = np.exp(s - s.max(axis=-1, keepdims=True))
    s /= s.mean(axis=-1, keepdims=True)
    return (s @ V).reshape(h, d)
