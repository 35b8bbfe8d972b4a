# fails: equals; diagnosis: root_of_squares_for_sum
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys @ q / float(np.sqrt(len(q)))
    w = np.exp(s - s.max())
    return (w / np.linalg.norm(w)) @ cache.values
