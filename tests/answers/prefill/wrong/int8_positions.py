# fails: awkward; diagnosis: ends_early
import numpy as np

def prefill(Q, K, V, cache):
    before = len(cache)
    cache.append(K, V)
    s = Q @ cache.keys.T / Q.shape[1] ** 0.5
    rows = (before + np.arange(len(Q))).astype(np.int8)[:, None]
    cols = np.arange(len(cache)).astype(np.int8)
    s = np.where(cols <= rows, s, -np.inf)
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True) @ cache.values
