# fails: independent; diagnosis: shared_result
# the same array every time
import numpy as np

from functools import lru_cache

@lru_cache(maxsize=None)
def causal_mask(n):
    return np.tri(n, dtype=bool)
