# fails: numerics; diagnosis: infinity_times_score
import numpy as np


def causal_attention(Q, K, V):
    mask = np.triu(np.full((len(Q), len(Q)), -np.inf), 1) + np.tri(len(Q))
    scores = Q @ K.T / np.sqrt(Q.shape[1]) * mask
    w = np.exp(scores - scores.max(1, keepdims=True))
    return w / w.sum(1, keepdims=True) @ V
