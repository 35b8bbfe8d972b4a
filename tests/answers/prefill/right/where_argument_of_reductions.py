# reductions with where= in place of minus infinity
import numpy as np


def prefill(Q, K, V, cache):
    before = len(cache)
    cache.append(K, V)
    scores = Q @ cache.keys.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    may = np.less_equal.outer(np.arange(len(cache)), before + np.arange(len(Q))).T
    top = scores.max(axis=1, keepdims=True, where=may, initial=-np.inf)
    weights = np.exp(scores - top, where=may, out=np.zeros_like(scores))
    return weights @ cache.values / weights.sum(axis=1, keepdims=True)
