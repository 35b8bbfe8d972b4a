# fails: equals; diagnosis: no_scale
import numpy as np
from decodelab.designs import KVCache


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()


def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    return np.array([decode_step(q, k, v, cache) for q, k, v in zip(Q, K, V)])
