# fails: equals; diagnosis: factor_upside_down
import numpy as np


def attend_paged(q, cache):
    largest, total, mixture = -np.inf, 0.0, 0.0
    for K, V in cache.blocks():
        scores = K @ q / np.sqrt(len(q))
        new = max(largest, scores.max())
        if total:
            total *= np.exp(new - largest)
            mixture = mixture * np.exp(new - largest)
        exps = np.exp(scores - new)
        total += exps.sum()
        mixture = mixture + exps @ V
        largest = new
    return mixture / total
