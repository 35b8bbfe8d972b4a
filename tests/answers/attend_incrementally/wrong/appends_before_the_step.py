# fails: cost; diagnosis: appended-twice
import numpy as np
from decodelab.designs import KVCache, decode_step


def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    rows = []
    for i in range(len(Q)):
        cache.append(K[i], V[i])
        rows.append(decode_step(Q[i], K[i], V[i], cache))
    return np.array(rows)
