# fails: causality; diagnosis: no_mask
import numpy as np


def causal_attention(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True) @ V
