# fails: causality; diagnosis: global_maximum
import numpy as np


def causal_attention(Q, K, V):
    scores = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    exps = np.exp(scores - np.max(scores))
    return exps / exps.sum(axis=1, keepdims=True) @ V
