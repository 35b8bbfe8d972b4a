# fails: causality; diagnosis: one_sum_for_all
import numpy as np


def prefill(Q, K, V, cache):
    before = len(cache)
    cache.append(K, V)
    S = Q @ cache.keys.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    S = np.where(np.tri(len(Q), len(cache), before, dtype=bool), S, -np.inf)
    W = np.exp(S - S.max(1, keepdims=True)); W /= W.sum()
    return W @ cache.values
