# fails: numerics; diagnosis: zero_score_hidden
import numpy as np

def prefill(Q, K, V, cache):
    before = len(cache)
    cache.append(K, V)
    s = np.tril(Q @ cache.keys.T / Q.shape[1] ** 0.5, before)
    s[s == 0] = -np.inf
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True) @ cache.values
