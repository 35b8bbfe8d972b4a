# fails: equals; diagnosis: coarse_numbers
import numpy as np


def causal_attention(Q, K, V):
    q, k, v = (a.astype(np.float32) for a in (Q, K, V))
    scores = np.where(np.tri(len(q), dtype=bool), q @ k.T / np.float32(np.sqrt(q.shape[1])), np.float32(-np.inf))
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    return (exps / exps.sum(axis=1, keepdims=True) @ v).astype(Q.dtype)
