# fails: memory; diagnosis: outlives_the_call
import numpy as np

from decodelab.designs import KVCache, decode_step

caches = []


def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    caches.append(cache)
    return np.array([decode_step(q, k, v, cache) for q, k, v in zip(Q, K, V)])
