# while loop
import numpy as np

from decodelab.designs import KVCache, decode_step

def attend_incrementally(Q, K, V):
    cache = KVCache(len(K[0]), len(V[0]))
    result = np.zeros((len(Q), len(V[0])), dtype=V.dtype)
    while len(cache) < len(Q):
        i = len(cache)
        result[i, :] = decode_step(Q[i], K[i], V[i], cache)
    return result
