# remembered by size, handed out as copies
from functools import lru_cache

import numpy as np


@lru_cache
def _mask(n):
    return np.arange(n)[:, np.newaxis] >= np.arange(n)


def causal_mask(n):
    return _mask(n).copy()
