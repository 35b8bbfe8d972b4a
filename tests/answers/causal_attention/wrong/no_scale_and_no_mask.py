# fails: causality; diagnosis: no_mask+no_scale
import numpy as np


def causal_attention(Q, K, V):
    scores = Q @ K.T
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True) @ V
