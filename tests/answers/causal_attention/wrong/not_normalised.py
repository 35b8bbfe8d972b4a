# fails: equals; diagnosis: not_normalised
import numpy as np


def causal_attention(Q, K, V):
    scores = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    return np.exp(scores - scores.max(axis=1, keepdims=True)) @ V
