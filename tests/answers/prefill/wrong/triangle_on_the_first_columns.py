# fails: causality; diagnosis: mask_on_first_columns
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def prefill(Q, K, V, cache):
    cache.append(K, V)
    s = Q @ cache.keys.T / Q.shape[1] ** .5
    t = len(Q)
    s[:, :t] = np.where(np.tri(t, dtype=bool), s[:, :t], -np.inf)
    return softmax(s) @ cache.values
