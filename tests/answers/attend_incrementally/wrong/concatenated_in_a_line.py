# fails: shape; diagnosis: outputs_in_a_line
import numpy as np
from decodelab.designs import KVCache, decode_step


def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    return np.concatenate([decode_step(q, k, v, cache) for q, k, v in zip(Q, K, V)])
