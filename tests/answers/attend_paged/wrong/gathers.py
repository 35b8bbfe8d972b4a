# fails: cost; diagnosis: gathers_blocks
import numpy as np


def attend_paged(q, cache):
    keys = np.concatenate([keys for keys, _ in cache.blocks()])
    values = np.concatenate([values for _, values in cache.blocks()])
    scores = keys @ q / np.sqrt(len(q)).astype(q.dtype)
    weights = np.exp(scores - scores.max())
    return weights / weights.sum() @ values
