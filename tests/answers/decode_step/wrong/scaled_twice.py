# fails: equals; diagnosis: scale_d_k
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    q = q / float(np.sqrt(len(q)))
    s = cache.keys @ q / float(np.sqrt(len(q)))
    w = np.exp(s - s.max())
    return w @ cache.values / w.sum()
