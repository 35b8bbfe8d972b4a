# fails: equals; diagnosis: chunk_sees_only_cache
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def causal_attention(Q, K, V):
    scores = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / Q.shape[1] ** 0.5, -np.inf)
    return softmax(scores) @ V


def prefill(Q, K, V, cache):
    if len(cache) == 0:
        cache.append(K, V)
        return causal_attention(Q, K, V)
    out = softmax(Q @ cache.keys.T / Q.shape[1] ** .5) @ cache.values
    cache.append(K, V)
    return out
