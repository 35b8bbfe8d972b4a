# fails: equals; diagnosis: only_the_last_blocks_sum
import numpy as np


def attend_paged(q, cache):
    largest, output = -np.inf, 0.0
    for keys, values in cache.blocks():
        scores = keys @ q / np.sqrt(len(q)).astype(q.dtype)
        new = max(largest, scores.max())
        w = np.exp(scores - new)
        output = output * np.exp(largest - new) + w @ values
        largest, total = new, w.sum()
    return output / total
