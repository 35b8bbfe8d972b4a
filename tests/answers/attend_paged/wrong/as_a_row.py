# fails: shape; diagnosis: one_row_matrix
import numpy as np


def attend_paged(q, cache):
    scale = np.sqrt(len(q)).astype(q.dtype)
    scores = [keys @ q / scale for keys, _ in cache.blocks()]
    largest = max(s.max() for s in scores)
    exps = [np.exp(s - largest) for s in scores]
    total = sum(e.sum() for e in exps)
    return (sum(e @ values for e, (_, values) in zip(exps, cache.blocks())) / total)[None]
