# fails: equals; diagnosis: equal_weights
import numpy as np


def causal_attention(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    scores = np.nan_to_num(scores + np.triu(np.ones_like(scores), 1) * -np.inf)
    w = np.exp(scores - scores.max(1, keepdims=True))
    return w / w.sum(1, keepdims=True) @ V
