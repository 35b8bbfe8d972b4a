# fails: equals; diagnosis: no_softmax
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = cache.keys @ q / float(np.sqrt(len(q)))
    return scores @ cache.values
