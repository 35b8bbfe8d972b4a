# einsum
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def grouped_query_decode_step(Q, K, V):
    grouped = Q.reshape(K.shape[0], Q.shape[0] // K.shape[0], Q.shape[1])
    weights = softmax(np.einsum("gqd,gnd->gqn", grouped, K) / np.sqrt(Q.shape[1]).astype(Q.dtype))
    return np.einsum("gqn,gnd->gqd", weights, V).reshape(Q.shape)
