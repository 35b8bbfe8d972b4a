# fails: equals; diagnosis: coarse_numbers
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / float(np.sqrt(len(q)))
    w = np.exp(s - s.max())
    return np.round(w @ cache.values / w.sum(), 6)
