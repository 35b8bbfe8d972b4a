# fails: equals; diagnosis: mean_of_blocks
import numpy as np


def attend_paged(q, cache):
    outputs = []
    for keys, values in cache.blocks():
        scores = keys @ q / np.sqrt(len(q)).astype(q.dtype)
        weights = np.exp(scores - scores.max())
        outputs.append(weights / weights.sum() @ values)
    return np.mean(outputs, axis=0)
