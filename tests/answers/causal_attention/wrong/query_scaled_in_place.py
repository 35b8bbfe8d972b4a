# fails: inputs; diagnosis: changes_input
import numpy as np


def causal_attention(Q, K, V):
    Q /= np.sqrt(Q.shape[1]).astype(Q.dtype)
    scores = np.where(np.tri(len(Q), dtype=bool), Q @ K.T, -np.inf)
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True) @ V
