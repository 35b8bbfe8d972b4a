# fails: equals; diagnosis: leaves_itself_out
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def prefill(Q, K, V, cache):
    past = len(cache)
    cache.append(K, V)
    s = Q @ cache.keys.T / Q.shape[1] ** .5
    mask = np.arange(len(cache))[None] < np.maximum(past + np.arange(len(Q)), 1)[:, None]
    return softmax(np.where(mask, s, -np.inf)) @ cache.values
