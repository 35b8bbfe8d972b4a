# fails: equals; diagnosis: none
import numpy as np
from decodelab.designs import KVCache, decode_step


def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    v, rows = V[0], []
    for i in range(len(Q)):
        v = decode_step(Q[i], K[i], V[i] if i == 0 else 0.5 * (V[i] + v), cache)
        rows.append(v)
    return np.array(rows)
