# style: exp with each row's own allowed maximum, forbidden weights set to 0, then normalised
import numpy as np


def prefill(Q, K, V, cache):
    before = len(cache)
    cache.append(K, V)
    scores = Q @ cache.keys.T / Q.dtype.type(Q.shape[1] ** 0.5)
    for i in range(len(Q)):
        row = scores[i]
        allowed = row[:before + i + 1]
        allowed[:] = np.exp(allowed - allowed.max())
        row[before + i + 1:] = 0
    return scores @ cache.values / scores.sum(axis=1)[:, np.newaxis]
