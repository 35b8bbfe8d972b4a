# fails: causality; diagnosis: none
import numpy as np


def causal_attention(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights = exps / exps.sum(axis=1, keepdims=True)
    return np.array([weights[i] @ np.where(np.arange(len(V))[:, None] <= i, V, V.mean(axis=0)) for i in range(len(V))])
