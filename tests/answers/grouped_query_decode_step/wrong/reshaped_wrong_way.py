# fails: equals; diagnosis: heads_dealt_out
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def grouped_query_decode_step(Q, K, V):
    grouped = Q.reshape(-1, len(K), Q.shape[1]).swapaxes(0, 1)
    return (softmax(grouped @ K.transpose(0, 2, 1) / np.sqrt(Q.shape[1]).astype(Q.dtype)) @ V).reshape(Q.shape)
