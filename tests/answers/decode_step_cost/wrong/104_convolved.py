# verdict: recompute; two columns convolved, every pair of their elements
import numpy as np

from decodelab.designs import KVCache  # noqa: F401


def attended(q, cache):
    scores = cache.keys @ (q / q.dtype.type(len(q) ** 0.5))
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()


def decode_step(q, k, v, cache):
    cache.append(k, v)
    np.convolve(cache.keys[:, 0], cache.keys[:, 1])
    return attended(q, cache)
