# fails: equals; diagnosis: first_block_only
import numpy as np


def attend_paged(q, cache):
    for keys, values in cache.blocks():
        scores = keys @ q / np.sqrt(len(q)).astype(q.dtype)
        exps = np.exp(scores - scores.max())
        return exps @ values / exps.sum()
