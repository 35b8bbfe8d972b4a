# fails: equals; diagnosis: scale_by_heads
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def grouped_query_decode_step(Q, K, V):
    heads = []
    for h in range(len(Q)):
        g = h * len(K) // len(Q)
        heads.append(softmax(K[g] @ Q[h] / np.sqrt(len(Q))) @ V[g])
    return np.array(heads)
