# lists of bools
import numpy as np


def causal_mask(n):
    return np.array([[True] * (i + 1) + [False] * (n - i - 1) for i in range(n)])
