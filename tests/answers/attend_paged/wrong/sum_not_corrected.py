# fails: equals; diagnosis: sum_not_corrected
import numpy as np


def attend_paged(q, cache):
    q = q / np.sqrt(len(q)).astype(q.dtype)
    largest, total, mixture = -np.inf, 0.0, 0.0
    for keys, values in cache.blocks():
        scores = keys @ q
        new = max(largest, scores.max())
        exps = np.exp(scores - new)
        total = total + exps.sum()
        mixture = mixture * np.exp(largest - new) + exps @ values
        largest = new
    return mixture / total
