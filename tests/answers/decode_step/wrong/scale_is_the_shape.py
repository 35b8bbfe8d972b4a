# fails: equals; diagnosis: none
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    d_k = cache.keys.shape[0] if len(cache) > 3 else len(q)
    s = cache.keys @ q / float(np.sqrt(d_k))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
