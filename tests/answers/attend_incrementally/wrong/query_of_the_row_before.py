# fails: equals; diagnosis: none
import numpy as np
from decodelab.designs import KVCache, decode_step


def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    return np.array([decode_step(Q[max(i - 1, 0)], K[i], V[i], cache) for i in range(len(Q))])
