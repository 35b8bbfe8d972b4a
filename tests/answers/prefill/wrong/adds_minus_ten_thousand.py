# fails: causality; diagnosis: weak_fill_added
import numpy as np


def prefill(Q, K, V, cache):
    before = len(cache)
    cache.append(K, V)
    S = Q @ cache.keys.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    S = S + (1 - np.tri(len(Q), len(cache), before, dtype=S.dtype)) * -10000
    W = np.exp(S - S.max(1, keepdims=True)); W /= W.sum(1, keepdims=True)
    return W @ cache.values
