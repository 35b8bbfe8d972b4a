# style: functools.partial of a more general function
from functools import partial

import numpy as np


def attend(q, k, v, cache, *, scale_power):
    cache.append(k, v)
    logits = np.dot(cache.keys, q) * float(len(q)) ** scale_power
    logits = logits - np.max(logits)
    p = np.exp(logits)
    return np.dot(p, cache.values) / np.sum(p)


decode_step = partial(attend, scale_power=-0.5)
