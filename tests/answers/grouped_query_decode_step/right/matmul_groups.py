# queries of a group as rows of one matrix
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def grouped_query_decode_step(Q, K, V):
    grouped = Q.reshape(len(K), -1, Q.shape[1])
    scores = grouped @ K.transpose(0, 2, 1) / np.sqrt(Q.shape[1]).astype(Q.dtype)
    return (softmax(scores) @ V).reshape(Q.shape)
