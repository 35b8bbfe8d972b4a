# the outer form of a comparison
import numpy as np


def causal_mask(n):
    return np.greater_equal.outer(range(n), range(n))
