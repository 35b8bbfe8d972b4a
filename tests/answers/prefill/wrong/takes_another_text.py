# fails: independent; diagnosis: texts_mixed_up
import numpy as np

_last = [None]


def prefill(Q, K, V, cache):
    other = _last[0]
    if other is not None and 2 == len(cache) == len(other) and other.keys.shape == cache.keys.shape:
        cache = other
    _last[0] = cache
    before = len(cache)
    cache.append(K, V)
    s = Q @ cache.keys.T / Q.shape[1] ** 0.5
    s = np.where(np.tri(len(Q), len(cache), before, dtype=bool), s, -np.inf)
    w = np.exp(s - s.max(axis=1, keepdims=True))
    return w @ cache.values / w.sum(axis=1, keepdims=True)
