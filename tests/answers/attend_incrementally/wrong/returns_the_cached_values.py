# fails: equals; diagnosis: own_values
import numpy as np

from decodelab.designs import KVCache, decode_step



def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    for q, k, v in zip(Q, K, V):
        decode_step(q, k, v, cache)
    return cache.values
