# style: numpy.ma
import numpy as np


def prefill(Q, K, V, cache):
    cache.append(K, V)
    t, n = Q.shape[0], len(cache)
    hidden = ~np.tri(t, n, n - t, dtype=bool)
    scores = np.ma.masked_array(Q @ cache.keys.T / float(np.sqrt(Q.shape[1])), mask=hidden)
    exps = np.ma.exp(scores - scores.max(axis=1)[:, None]).filled(0)
    weights = exps / exps.sum(axis=1, keepdims=True)
    return (weights @ cache.values).astype(V.dtype)
