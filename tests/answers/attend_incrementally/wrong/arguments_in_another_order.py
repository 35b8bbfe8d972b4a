# fails: shape; diagnosis: keys_and_values_swapped
import numpy as np
from decodelab.designs import KVCache, decode_step


def attend_incrementally(Q, K, V):
    cache = KVCache(V.shape[1], K.shape[1])
    return np.array([decode_step(Q[i], V[i], K[i], cache) for i in range(len(Q))])
