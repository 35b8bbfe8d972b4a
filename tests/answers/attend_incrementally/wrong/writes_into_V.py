# fails: inputs; diagnosis: changes_input
from decodelab.designs import KVCache, decode_step


def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    for i in range(len(Q)):
        V[i] = decode_step(Q[i], K[i], V[i], cache)
    return V
