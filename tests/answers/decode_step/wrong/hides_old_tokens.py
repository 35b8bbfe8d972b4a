# fails: equals; diagnosis: none
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / float(np.sqrt(len(q)))
    s = s - 0.01 * np.arange(len(s))[::-1].astype(s.dtype)
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
