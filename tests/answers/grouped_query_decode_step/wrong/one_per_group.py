# fails: shape; diagnosis: none
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def grouped_query_decode_step(Q, K, V):
    return np.array([softmax(K[g] @ Q[g] / np.sqrt(Q.shape[1]).astype(Q.dtype)) @ V[g] for g in range(len(K))])
