# style: functools.partial binds the cache
from functools import partial

import numpy as np
from decodelab.designs import KVCache, decode_step


def attend_incrementally(Q, K, V):
    step = partial(decode_step, cache=KVCache(K.shape[1], V.shape[1]))
    return np.asarray(list(map(step, Q, K, V)))
