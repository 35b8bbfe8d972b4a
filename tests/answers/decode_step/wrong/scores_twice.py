# fails: cost; diagnosis: products-twice
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    root = float(np.sqrt(len(q)))
    top = (cache.keys @ q / root).max()
    weights = np.exp(cache.keys @ q / root - top)
    return weights @ cache.values / weights.sum()
