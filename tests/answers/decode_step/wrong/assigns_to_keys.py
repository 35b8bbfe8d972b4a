# fails: shape; diagnosis: assigns_to_a_property
import numpy as np


def decode_step(q, k, v, cache):
    cache.keys = np.vstack([cache.keys, k])
    cache.values = np.vstack([cache.values, v])
    s = cache.keys @ q / np.sqrt(len(q)).astype(q.dtype)
    w = np.exp(s - s.max()); w /= w.sum()
    return w @ cache.values
