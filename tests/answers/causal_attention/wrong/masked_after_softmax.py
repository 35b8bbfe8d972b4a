# fails: causality; diagnosis: mask_after_softmax
import numpy as np


def causal_attention(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights = np.tril(exps / exps.sum(axis=1, keepdims=True))
    return weights @ V
