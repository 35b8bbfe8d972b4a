# fails: shape; diagnosis: two_passes
import numpy as np


def attend_in_blocks(Q, blocks):
    scale = np.sqrt(Q.shape[1]).astype(Q.dtype)
    largest = max((Q @ K.T / scale).max() for K, V in blocks)
    total = mixture = 0
    for K, V in blocks:
        exps = np.exp(Q @ K.T / scale - largest)
        total = total + exps.sum(axis=1, keepdims=True)
        mixture = mixture + exps @ V
    return mixture / total
