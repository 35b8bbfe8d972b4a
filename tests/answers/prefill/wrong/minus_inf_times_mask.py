# fails: equals; diagnosis: zero_times_infinity
import numpy as np


def prefill(Q, K, V, cache):
    cache.append(K, V)
    t, n = len(Q), len(cache)
    hidden = 1.0 - np.tri(t, n, n - t)
    s = Q @ cache.keys.T / float(np.sqrt(Q.shape[1])) + hidden * -np.inf
    w = np.exp(s - s.max(axis=1, keepdims=True))
    return w @ cache.values / w.sum(axis=1, keepdims=True)
