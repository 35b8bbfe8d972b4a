# running maximum, sum and mixture
import numpy as np


def attend_paged(q, cache):
    q = q / np.sqrt(len(q)).astype(q.dtype)
    largest, total, mixture = -np.inf, 0.0, 0.0
    for keys, values in cache.blocks():
        scores = keys @ q
        new = max(largest, scores.max())
        exps = np.exp(scores - new)
        correction = np.exp(largest - new)
        total = total * correction + exps.sum()
        mixture = mixture * correction + exps @ values
        largest = new
    return (mixture / total).astype(values.dtype)
