# the query carries the scale
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def grouped_query_decode_step(Q, K, V):
    q = (Q * Q.shape[1] ** -0.5).reshape(len(K), -1, Q.shape[1])
    return np.matmul(softmax(np.matmul(q, K.swapaxes(1, 2))), V).reshape(Q.shape)
