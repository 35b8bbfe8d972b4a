# fails: numerics; diagnosis: first_blocks_maximum
import numpy as np


def attend_in_blocks(Q, blocks):
    largest, total, mixture = None, 0, 0
    for K, V in blocks:
        scores = Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
        if largest is None:
            largest = scores.max(axis=1, keepdims=True)
        exps = np.exp(scores - largest)
        total = total + exps.sum(axis=1, keepdims=True)
        mixture = mixture + exps @ V
    return mixture / total
