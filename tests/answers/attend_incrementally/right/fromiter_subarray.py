# np.fromiter with a row as its dtype
import numpy as np

from decodelab.designs import KVCache, decode_step


def attend_incrementally(Q, K, V):
    cache = KVCache(K.shape[1], V.shape[1])
    row = np.dtype((V.dtype, V.shape[1:]))
    return np.fromiter((decode_step(*token, cache) for token in zip(Q, K, V)), dtype=row, count=len(V))
