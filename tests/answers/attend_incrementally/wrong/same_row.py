# fails: causality; diagnosis: all_rows_the_last
# rows share one array
import numpy as np

from decodelab.designs import KVCache, decode_step

def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    row = np.empty_like(V[0])
    rows = []
    for i in range(len(Q)):
        row[:] = decode_step(Q[i], K[i], V[i], cache)
        rows.append(row)
    return np.array(rows)
