# fails: numerics; diagnosis: naive_exp
import numpy as np


def attend_paged(q, cache):
    total = mixture = 0
    for keys, values in cache.blocks():
        exps = np.exp(keys @ q / np.sqrt(len(q)).astype(q.dtype))
        total, mixture = total + exps.sum(), mixture + exps @ values
    return mixture / total
