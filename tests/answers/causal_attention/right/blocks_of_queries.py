# blocks of three queries, each against the keys up to its end
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def causal_attention(Q, K, V):
    n = len(Q)
    out = np.zeros((n, V.shape[1]), V.dtype)
    for start in range(0, n, 3):
        stop = min(start + 3, n)
        s = Q[start:stop] @ K[:stop].T / Q.shape[1] ** .5
        allowed = np.arange(start, stop)[:, None] >= np.arange(stop)[None, :]
        out[start:stop] = softmax(np.where(allowed, s, -np.inf)) @ V[:stop]
    return out
