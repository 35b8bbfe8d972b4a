# fails: equals; diagnosis: appends_twice
import numpy as np
from decodelab.designs import KVCache, decode_step


def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    rows = []
    for q, k, v in zip(Q, K, V):
        rows.append(decode_step(q, k, v, cache))
        cache.append(k, v)
    return np.array(rows)
