# a chunk of one token
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def prefill(Q, K, V, cache):
    past = len(cache)
    cache.append(K, V)
    s = Q @ cache.keys.T / Q.shape[1] ** 0.5
    s = np.where(np.tri(len(Q), len(cache), past, dtype=bool), s, -np.inf)
    return softmax(s) @ cache.values


def decode_step(q, k, v, cache):
    return prefill(q[None], k[None], v[None], cache)[0]
