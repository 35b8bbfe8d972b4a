# fails: equals; diagnosis: prefixes_appended
import numpy as np

from decodelab.designs import KVCache, decode_step


def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    out = []
    for i in range(len(Q)):
        out.append(decode_step(Q[i], K[:i + 1], V[:i + 1], cache))
    return np.array(out)
