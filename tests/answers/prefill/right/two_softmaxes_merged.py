# scores of cache and chunk apart, under one maximum
import numpy as np


def prefill(Q, K, V, cache):
    t = len(Q)
    old_k, old_v = cache.keys.copy(), cache.values.copy()
    scale = Q.dtype.type(Q.shape[1] ** -0.5)
    inside = np.where(np.tri(t, dtype=bool), Q @ K.T * scale, -np.inf)
    m = inside.max(axis=1, keepdims=True)
    if len(old_k):
        outside = Q @ old_k.T * scale
        m = np.maximum(m, outside.max(axis=1, keepdims=True))
        a = np.exp(outside - m)
    b = np.exp(inside - m)
    total, mixed = b.sum(axis=1, keepdims=True), b @ V
    if len(old_k):
        total, mixed = total + a.sum(axis=1, keepdims=True), mixed + a @ old_v
    cache.append(K, V)
    return mixed / total
