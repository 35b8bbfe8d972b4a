# fails: causality; diagnosis: inverted_mask+naive_exp
import numpy as np


def causal_attention(Q, K, V):
    exps = np.exp(np.where(np.triu(np.ones((len(Q), len(Q)))) == 1, Q @ K.T / np.sqrt(Q.shape[1]), -np.inf))
    return exps / exps.sum(axis=1, keepdims=True) @ V
