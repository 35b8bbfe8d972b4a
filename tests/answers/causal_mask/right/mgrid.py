# coordinates of a grid
import numpy as np


def causal_mask(n):
    i, j = np.mgrid[:n, :n]
    return np.logical_not(j > i)
