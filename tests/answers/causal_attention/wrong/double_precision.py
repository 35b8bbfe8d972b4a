# fails: dtype; diagnosis: float64_for_float32
import numpy as np


def causal_attention(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    scores[~np.tri(len(Q), dtype=bool)] = -np.inf
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True) @ V
