# fails: equals; diagnosis: leaves_itself_out
import numpy as np


def prefill(Q, K, V, cache):
    offset = max(len(cache) - 1, 0)
    cache.append(K, V)
    t, n = len(Q), len(cache)
    s = np.where(np.tri(t, n, offset, dtype=bool), Q @ cache.keys.T / float(np.sqrt(Q.shape[1])), -np.inf)
    w = np.exp(s - s.max(axis=1, keepdims=True))
    return w @ cache.values / w.sum(axis=1, keepdims=True)
