# fails: equals; diagnosis: sees_only_itself
import numpy as np
from decodelab.designs import KVCache


def decode_step(q, k, v, cache):
    cache.append(k, v)
    cache = KVCache(len(k), len(v))
    cache.append(k, v)
    s = cache.keys @ q / float(np.sqrt(len(q)))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
