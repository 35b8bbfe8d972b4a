# style: products go into one bin a token, and one bin a column
import numpy as np


def decode_step(q, k, v, cache):
    cache.append(k, v)
    (n, d_k), d_v = cache.keys.shape, cache.values.shape[1]
    products = (cache.keys * q).ravel()
    scores = np.bincount(np.repeat(np.arange(n), d_k), weights=products) / len(q) ** 0.5
    weights = np.exp(scores - scores.max())
    mixed = np.bincount(np.tile(np.arange(d_v), n), weights=(weights[:, None] * cache.values).ravel())
    return (mixed / weights.sum()).astype(v.dtype)
