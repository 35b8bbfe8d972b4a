# fails: equals; diagnosis: softmax_block_by_block
import numpy as np


def attend_paged(q, cache):
    output = 0
    for keys, values in cache.blocks():
        scores = keys @ q / np.sqrt(len(q)).astype(q.dtype)
        weights = np.exp(scores - scores.max())
        output = output + weights / weights.sum() @ values
    return output
