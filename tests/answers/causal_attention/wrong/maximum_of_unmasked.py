# fails: causality; diagnosis: hidden_scores_in_maximum
import numpy as np


def causal_attention(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    largest = scores.max(axis=1, keepdims=True)
    scores[~np.tri(len(Q), dtype=bool)] = -np.inf
    exps = np.exp(scores - largest)
    return exps / exps.sum(axis=1, keepdims=True) @ V
