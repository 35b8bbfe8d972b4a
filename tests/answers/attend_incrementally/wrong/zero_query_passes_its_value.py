# fails: awkward; diagnosis: zero_query_apart
from decodelab.designs import KVCache, decode_step


def attend_incrementally(Q, K, V):
    cache, out = KVCache(K.shape[1], V.shape[1]), V.copy()
    for i in range(len(Q)):
        row = decode_step(Q[i], K[i], V[i], cache)
        if Q[i].any():
            out[i] = row
    return out
