# fails: equals; diagnosis: no_mask
import numpy as np


def causal_mask(n):
    return np.full((n, n), True)
