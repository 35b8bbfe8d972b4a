# fails: equals; diagnosis: window
import numpy as np


def causal_mask(n):
    i, j = np.indices((n, n))
    return (j <= i) & (j > i - 3)
