# fails: equals; diagnosis: all_weights_one
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = q[None] @ cache.keys.T / np.sqrt(len(q)).astype(q.dtype)
    w = np.exp(s - s.max()); w /= w.sum(axis=0)
    return (w @ cache.values)[0]
