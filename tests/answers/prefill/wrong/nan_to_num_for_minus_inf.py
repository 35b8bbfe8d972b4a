# fails: numerics; diagnosis: nan_replaced
import numpy as np


def prefill(Q, K, V, cache):
    cache.append(K, V)
    t, n = len(Q), len(cache)
    s = np.where(np.tri(t, n, n - t, dtype=bool), Q @ cache.keys.T / float(np.sqrt(Q.shape[1])), -np.inf)
    w = np.exp(s)
    return np.nan_to_num(w @ cache.values / w.sum(axis=1, keepdims=True))
