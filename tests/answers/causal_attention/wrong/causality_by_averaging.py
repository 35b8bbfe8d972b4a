# fails: causality; diagnosis: none
import numpy as np


def causal_attention(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    centred = scores - scores.mean(axis=1, keepdims=True)
    exps = np.exp(centred) * np.tri(len(Q))
    return exps / exps.sum(axis=1, keepdims=True) @ V
