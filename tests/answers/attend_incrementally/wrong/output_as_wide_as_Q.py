# fails: shape; diagnosis: widths_exchanged
import numpy as np
from decodelab.designs import KVCache, decode_step


def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    output = np.zeros_like(Q)
    for i in range(len(Q)):
        output[i] = decode_step(Q[i], K[i], V[i], cache)
    return output
