# fails: shape; diagnosis: uses_what_append_returns
import numpy as np


def decode_step(q, k, v, cache):
    cache = cache.append(k, v)
    s = cache.keys @ q / np.sqrt(len(q)).astype(q.dtype)
    w = np.exp(s - s.max()); w /= w.sum()
    return w @ cache.values
