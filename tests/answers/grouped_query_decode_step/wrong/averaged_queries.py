# fails: equals; diagnosis: queries_averaged
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def grouped_query_decode_step(Q, K, V):
    size = len(Q) // len(K)
    heads = []
    for g in range(len(K)):
        q = Q[g * size:(g + 1) * size].mean(axis=0)
        heads += [softmax(K[g] @ q / np.sqrt(Q.shape[1]).astype(Q.dtype)) @ V[g]] * size
    return np.array(heads)
