# fails: equals; diagnosis: none
import numpy as np
from decodelab.designs import KVCache, decode_step


def attend_incrementally(Q, K, V):
    rows = []
    for i in range(len(Q)):
        if i % 3 == 0:
            cache = KVCache(K.shape[1], V.shape[1])
        rows.append(decode_step(Q[i], K[i], V[i], cache))
    return np.array(rows)
