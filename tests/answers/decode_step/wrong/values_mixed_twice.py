# fails: cost; diagnosis: products-twice
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / float(np.sqrt(len(q)))
    w = np.exp(s - s.max())
    w = w / w.sum()
    print(w @ cache.values)
    return w @ cache.values
