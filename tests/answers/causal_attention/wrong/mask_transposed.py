# fails: causality; diagnosis: inverted_mask
import numpy as np


def causal_attention(Q, K, V):
    allowed = np.arange(len(Q))[:, None] <= np.arange(len(K))
    scores = np.where(allowed, Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True) @ V
