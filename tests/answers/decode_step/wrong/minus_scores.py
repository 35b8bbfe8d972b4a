# fails: equals; diagnosis: sign_flipped
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    distance = -(cache.keys @ q) / float(np.sqrt(len(q)))
    w = np.exp(distance - distance.max())
    return w @ cache.values / w.sum()
