# fails: equals; diagnosis: none
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / float(np.sqrt(len(q)))
    w = np.exp(s - s.max())
    return (w / np.linalg.norm(w)) @ cache.values
