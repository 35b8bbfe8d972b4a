# verdict: escaped-work; all pairs as the default of a dict
import collections
import functools

import numpy as np

from decodelab.designs import KVCache  # noqa: F401


def attended(q, cache):
    scores = cache.keys @ (q / q.dtype.type(len(q) ** 0.5))
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()


def decode_step(q, k, v, cache):
    cache.append(k, v)
    collections.defaultdict(functools.partial(np.matmul, cache.keys, cache.keys.T))[0]
    return attended(q, cache)
