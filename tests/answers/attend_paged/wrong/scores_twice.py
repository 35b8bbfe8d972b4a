# fails: cost; diagnosis: products_twice
import numpy as np


def attend_paged(q, cache):
    scale = np.sqrt(len(q)).astype(q.dtype)
    largest = max((keys @ q / scale).max() for keys, _ in cache.blocks())
    exps = [np.exp(keys @ q / scale - largest) for keys, _ in cache.blocks()]
    total = sum(e.sum() for e in exps)
    return sum(e @ values for e, (_, values) in zip(exps, cache.blocks())) / total
