# fails: incremental; diagnosis: not_kept
import numpy as np


def decode_step(q, k, v, cache):
    keys = np.vstack([cache.keys, k]).astype(k.dtype)
    values = np.vstack([cache.values, v]).astype(v.dtype)
    scores = keys @ q / float(np.sqrt(len(q)))
    weights = np.exp(scores - scores.max())
    return weights @ values / weights.sum()
