# fails: shape; diagnosis: loop_ends_early
import numpy as np
from decodelab.designs import KVCache, decode_step


def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    out = []
    for q, k, v in zip(Q, K, V):
        out.append(decode_step(q, k, v, cache))
        return np.array(out)
