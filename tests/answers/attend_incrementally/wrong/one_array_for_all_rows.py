# fails: causality; diagnosis: all_rows_the_last
import numpy as np
from decodelab.designs import KVCache, decode_step


def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    row = np.empty(V.shape[1], V.dtype)
    rows = []
    for q, k, v in zip(Q, K, V):
        row[:] = decode_step(q, k, v, cache)
        rows.append(row)
    return np.array(rows)
