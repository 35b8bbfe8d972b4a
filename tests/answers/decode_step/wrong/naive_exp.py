# fails: numerics; diagnosis: naive_exp
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    e = np.exp(cache.keys @ q / float(np.sqrt(len(q))))
    return (e / e.sum()) @ cache.values
