# verdict: escaped-work; all pairs behind a property that no Python stands behind
import operator

import numpy as np

from decodelab.designs import KVCache  # noqa: F401


def attended(q, cache):
    scores = cache.keys @ (q / q.dtype.type(len(q) ** 0.5))
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()


def decode_step(q, k, v, cache):
    cache.append(k, v)
    product = property(operator.methodcaller('__matmul__', cache.keys.T))
    cache.keys.view(type('Seen', (np.ndarray,), {'product': product})).product
    return attended(q, cache)
