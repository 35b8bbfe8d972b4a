# style: works in float64, answers in the dtype it was asked in
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    K = np.asarray(cache.keys, dtype=np.float64)
    V = np.asarray(cache.values, dtype=np.float64)
    s = K @ np.asarray(q, dtype=np.float64) / np.sqrt(K.shape[1])
    p = np.exp(s - s.max())
    p /= p.sum()
    return (p @ V).astype(q.dtype)
