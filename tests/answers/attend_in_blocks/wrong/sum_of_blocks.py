# fails: equals; diagnosis: softmax_block_by_block
import numpy as np


def attend_in_blocks(Q, blocks):
    out = 0
    for K, V in blocks:
        scores = Q @ K.T / np.sqrt(Q.shape[1]).astype(Q.dtype)
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        out = out + weights / weights.sum(axis=1, keepdims=True) @ V
    return out
