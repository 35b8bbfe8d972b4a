# fails: equals; diagnosis: zeros_for_minus_infinity
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def causal_attention(Q, K, V):
    out = np.zeros_like(V)
    for i in range(len(Q)):
        KK, VV = K.copy(), V.copy()
        KK[i + 1:] = 0
        VV[i + 1:] = 0
        out[i] = softmax(KK @ Q[i] / Q.shape[1] ** .5) @ VV
    return out
