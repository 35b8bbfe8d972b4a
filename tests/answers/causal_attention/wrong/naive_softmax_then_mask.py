# fails: causality; diagnosis: mask_after_softmax+naive_exp
import numpy as np


def causal_attention(Q, K, V):
    exps = np.exp(Q @ K.T / np.sqrt(Q.shape[1]))
    weights = exps / exps.sum(axis=1, keepdims=True)
    return weights * np.tri(len(Q)) @ V
