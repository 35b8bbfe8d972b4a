# from the mask of numbers that would be added
import numpy as np


def causal_mask(n):
    return ~np.isneginf(np.triu(np.full((n, n), -np.inf), 1))
