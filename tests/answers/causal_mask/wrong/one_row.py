# fails: equals; diagnosis: none
import numpy as np


def causal_mask(n):
    return np.arange(n) <= n - 1
