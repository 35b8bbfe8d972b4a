# one head after the other
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def grouped_query_decode_step(Q, K, V):
    heads = []
    for h in range(len(Q)):
        g = h * len(K) // len(Q)
        heads.append(softmax(K[g] @ Q[h] / np.sqrt(Q.shape[1]).astype(Q.dtype)) @ V[g])
    return np.array(heads)
