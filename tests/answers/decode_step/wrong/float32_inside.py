# fails: equals; diagnosis: coarse_numbers
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    s = cache.keys.astype(np.float32) @ q.astype(np.float32) / np.float32(np.sqrt(len(q)))
    w = np.exp(s - s.max())
    return (w @ cache.values.astype(np.float32) / w.sum()).astype(v.dtype)
