# fails: shape; diagnosis: last_row_missing
import numpy as np
from decodelab.designs import KVCache, decode_step


def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    return np.array([decode_step(Q[i], K[i], V[i], cache) for i in range(len(Q) - 1)]).reshape(-1, V.shape[1])
