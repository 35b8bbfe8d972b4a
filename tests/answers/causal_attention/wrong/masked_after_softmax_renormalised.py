# fails: causality; diagnosis: hidden_scores_in_maximum
import numpy as np


def causal_attention(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights *= np.tri(len(Q))
    weights /= weights.sum(axis=1, keepdims=True)
    return weights @ V
