# fails: causality; diagnosis: cache_filled_beforehand
import numpy as np
from decodelab.designs import KVCache, decode_step


def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    cache.append(K, V)
    return np.array([decode_step(Q[i], K[i], V[i], cache) for i in range(len(Q))])
