# fails: equals; diagnosis: sums_of_own_maxima
import numpy as np


def attend_in_blocks(Q, blocks):
    total, mixture = 0, 0
    for K, V in blocks:
        scores = Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
        exps = np.exp(scores - scores.max(axis=1, keepdims=True))
        total = total + exps.sum(axis=1, keepdims=True)
        mixture = mixture + exps @ V
    return mixture / total
