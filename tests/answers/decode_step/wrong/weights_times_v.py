# fails: shape; diagnosis: another_type
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / float(np.sqrt(len(q)))
    w = np.exp(s - s.max())
    w = w / w.sum()
    return w @ v
