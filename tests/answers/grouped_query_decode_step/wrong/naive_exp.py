# fails: numerics; diagnosis: softmax_overflows
import numpy as np


def grouped_query_decode_step(Q, K, V):
    q = Q.reshape(len(K), -1, Q.shape[1])
    exps = np.exp(q @ K.transpose(0, 2, 1) / np.sqrt(Q.shape[1]).astype(Q.dtype))
    return (exps / exps.sum(axis=2, keepdims=True) @ V).reshape(Q.shape)
