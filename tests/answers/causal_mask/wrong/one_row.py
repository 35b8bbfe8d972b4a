# fails: equals; diagnosis: one_row
import numpy as np


def causal_mask(n):
    return np.arange(n) <= n - 1
