# fails: equals; diagnosis: base_two
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / float(np.sqrt(len(q)))
    w = np.exp2(s - s.max())
    return w @ cache.values / w.sum()
