# fails: inputs; diagnosis: changes_input
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def grouped_query_decode_step(Q, K, V):
    Q /= Q.shape[1] ** 0.5
    grouped = Q.reshape(len(K), -1, Q.shape[1])
    return (softmax(grouped @ K.transpose(0, 2, 1)) @ V).reshape(Q.shape)
