# fails: causality; diagnosis: zeros_for_minus_infinity
import numpy as np


def causal_attention(Q, K, V):
    scores = np.tril(Q @ K.T / np.sqrt(Q.shape[1]))
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True) @ V
