# style: keys times queries, softmax down the columns, np.putmask
import numpy as np


def prefill(Q, K, V, cache):
    first = cache.keys.shape[0]
    cache.append(K, V)
    scores = cache.keys @ Q.T
    scores *= Q.dtype.type(Q.shape[1]) ** Q.dtype.type(-0.5)
    j, i = np.ogrid[:scores.shape[0], :scores.shape[1]]
    np.putmask(scores, j - first > i, -np.inf)
    scores -= scores.max(axis=0)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=0)
    return scores.T @ cache.values
