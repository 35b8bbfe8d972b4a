# fails: shape; diagnosis: blocks_are_no_list
import numpy as np


def attend_in_blocks(Q, blocks):
    total = mixture = 0
    for i in range(len(blocks)):
        K, V = blocks[i]
        exps = np.exp(Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype))
        total = total + exps.sum(axis=1, keepdims=True)
        mixture = mixture + exps @ V
    return mixture / total
