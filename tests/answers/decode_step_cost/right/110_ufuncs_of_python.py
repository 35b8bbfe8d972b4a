# verdict: ok; exp of the standard library, made a ufunc; a pool for nothing
import functools
import math

import numpy as np
from decodelab.designs import KVCache  # noqa: F401

exponential = np.vectorize(math.exp, otypes=[float])


def decode_step(q, k, v, cache):
    cache.append(k, v)
    scores = functools.partial(np.dot, b=q)(cache.keys) / math.sqrt(len(q))
    weights = exponential(scores - max(scores))
    return np.einsum("n,nv->v", weights / math.fsum(weights), cache.values, optimize=True)
