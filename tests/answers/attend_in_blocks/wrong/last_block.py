# fails: equals; diagnosis: last_block_only
import numpy as np


def attend_in_blocks(Q, blocks):
    for K, V in blocks:
        scores = Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
        exps = np.exp(scores - scores.max(axis=1, keepdims=True))
        mixture = exps @ V / exps.sum(axis=1, keepdims=True)
    return mixture
