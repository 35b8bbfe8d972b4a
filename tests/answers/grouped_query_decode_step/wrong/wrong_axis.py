# fails: equals; diagnosis: softmax_over_heads
import numpy as np


def grouped_query_decode_step(Q, K, V):
    q = Q.reshape(len(K), -1, Q.shape[1])
    scores = q @ K.transpose(0, 2, 1) / np.sqrt(Q.shape[1]).astype(Q.dtype)
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    return (exps / exps.sum(axis=1, keepdims=True) @ V).reshape(Q.shape)
