# fails: equals; diagnosis: only_the_best
# hard attention
import numpy as np

def decode_step(q, k, v, cache):
    cache.append(k, v)
    return cache.values[np.argmax(cache.keys @ q)].copy()
