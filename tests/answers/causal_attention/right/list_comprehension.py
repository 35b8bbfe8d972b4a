# a list of rows from a helper for one query
import numpy as np


def attend(q, keys, values):
    scores = keys @ q * (1 / np.sqrt(q.size))
    exps = np.exp(scores - scores.max())
    return (exps / exps.sum()) @ values


def causal_attention(Q, K, V):
    return np.array([attend(Q[i], K[:i + 1], V[:i + 1]) for i in range(Q.shape[0])], dtype=Q.dtype)
