# two parts
import numpy as np

def prefill(Q, K, V, cache):
    scale = Q.shape[1] ** -0.5
    old = Q @ cache.keys.T * scale
    new = Q @ K.T * scale
    new[np.triu_indices(len(Q), 1)] = -np.inf
    s = np.concatenate([old.astype(Q.dtype), new], axis=1)
    e = np.exp(s - s.max(1, keepdims=True))
    w = e / e.sum(1, keepdims=True)
    cache.append(K, V)
    return w @ cache.values
