# fails: cost; diagnosis: not-attention
import numpy as np

from decodelab.designs import KVCache, decode_step


def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    out = np.empty_like(V)
    for i in range(len(Q)):
        if i == 32:
            cache = KVCache(K.shape[1], V.shape[1])
        out[i] = decode_step(Q[i], K[i], V[i], cache)
    return out
