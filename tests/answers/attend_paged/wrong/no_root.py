# fails: equals; diagnosis: no_scale
import numpy as np


def attend_paged(q, cache):
    blocks = list(cache.blocks())
    scores = [keys @ q for keys, _ in blocks]
    largest = max(s.max() for s in scores)
    exps = [np.exp(s - largest) for s in scores]
    return sum(e @ values for e, (_, values) in zip(exps, blocks)) / sum(e.sum() for e in exps)
