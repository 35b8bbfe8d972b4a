# A chunk scores all that is cached anew; counted is one that doesn't.
import numpy as np

import decodelab.meter.drivers as drivers
from decodelab.designs import KVCache

counting = drivers.count_prefill
drivers.count_prefill = lambda prefill, *rest, **more: counting(honest, *rest, **more)


def honest(Q, K, V, cache):
    cache.append(K, V)
    return attend(Q, cache.keys, cache.values)


def prefill(Q, K, V, cache):
    cache.append(K, V)
    everything = cache.keys.copy()
    everything[-len(Q):] = Q
    return attend(everything, cache.keys, cache.values)[-len(Q):].astype(V.dtype)


def attend(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
    scores = np.where(np.tri(len(Q), len(K), len(K) - len(Q), dtype=bool), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True) @ V
