# a slice a row
import numpy as np


def causal_mask(n):
    mask = np.full((n, n), False)
    for i, row in enumerate(mask):
        row[:i + 1] = True
    return mask
