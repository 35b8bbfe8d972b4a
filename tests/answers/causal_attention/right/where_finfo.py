# hidden scores are the lowest float of the dtype
import numpy as np


def causal_attention(Q, K, V):
    n, d_k = Q.shape
    scores = Q @ K.T / np.sqrt(d_k).astype(Q.dtype)
    mask = np.triu(np.ones((n, n), dtype=bool), k=1)
    scores[mask] = np.finfo(scores.dtype).min
    scores -= scores.max(axis=-1, keepdims=True)
    exps = np.exp(scores)
    return exps / exps.sum(axis=-1, keepdims=True) @ V
