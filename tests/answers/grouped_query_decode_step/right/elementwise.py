# multiply and sum, broadcast
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def grouped_query_decode_step(Q, K, V):
    grouped = Q.reshape(len(K), -1, 1, Q.shape[1])
    weights = softmax((grouped * K[:, None]).sum(axis=-1) / np.sqrt(Q.shape[1]).astype(Q.dtype))
    return (weights[..., None] * V[:, None]).sum(axis=2).reshape(Q.shape)
