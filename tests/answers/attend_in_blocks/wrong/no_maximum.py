# fails: numerics; diagnosis: naive_exp
import numpy as np


def attend_in_blocks(Q, blocks):
    total = mixture = 0
    for K, V in blocks:
        exps = np.exp(Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype))
        total = total + exps.sum(axis=1, keepdims=True)
        mixture = mixture + exps @ V
    return mixture / total
