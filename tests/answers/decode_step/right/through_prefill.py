# style: a decode step is a prefill of one token
import numpy as np


def prefill(Q, K, V, cache):
    before = len(cache)
    cache.append(K, V)
    scores = (Q @ cache.keys.T) / np.sqrt(Q.shape[1]).astype(Q.dtype)
    rows, columns = np.indices(scores.shape)
    scores[columns > rows + before] = -np.inf
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights @ cache.values / weights.sum(axis=1, keepdims=True)


def decode_step(q, k, v, cache):
    return prefill(q.reshape(1, -1), k.reshape(1, -1), v.reshape(1, -1), cache)[0]
