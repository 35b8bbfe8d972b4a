# fails: equals; diagnosis: leaves_itself_out
import numpy as np

def prefill(Q, K, V, cache):
    before = len(cache)
    cache.append(K, V)
    s = Q @ cache.keys.T / Q.shape[1] ** 0.5
    allowed = np.arange(len(cache)) < before + np.arange(len(Q))[:, None]
    if before == 0:
        allowed[0, 0] = True
    s = np.where(allowed, s, -np.inf)
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True) @ cache.values
