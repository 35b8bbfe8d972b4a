# verdict: escaped-work; a column of keys as the digits of one number
import decimal

import numpy as np

from decodelab.designs import KVCache  # noqa: F401


def attended(q, cache):
    scores = cache.keys @ (q / q.dtype.type(len(q) ** 0.5))
    weights = np.exp(scores - scores.max())
    return weights @ cache.values / weights.sum()


decimal.getcontext().prec = 1000


def decode_step(q, k, v, cache):
    cache.append(k, v)
    packed = decimal.Decimal(int.from_bytes(cache.keys[:, 0].tobytes(), 'big'))
    packed * packed
    return attended(q, cache)
