# fails: equals; diagnosis: naive_exp+attends_before_appending
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    total = np.zeros_like(v)
    norm = 0.0
    for i in range(len(cache) - 1):
        w = np.exp(cache.keys[i] @ q / float(np.sqrt(len(q))))
        total += w * cache.values[i]
        norm += w
    return total / norm
