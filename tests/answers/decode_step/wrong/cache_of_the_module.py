# fails: shape; diagnosis: cache_outlives_call
import numpy as np

from decodelab.designs import KVCache

cache = KVCache(4, 3)


def decode_step(q, k, v, c):
    cache.append(k, v)
    s = cache.keys @ q / float(np.sqrt(len(q)))
    w = np.exp(s - s.max())
    w = w / w.sum()
    return w @ cache.values
