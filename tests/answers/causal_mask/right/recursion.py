# one row and column more
import numpy as np


def causal_mask(n):
    if n == 1:
        return np.array([[True]])
    return np.block([[causal_mask(n - 1), np.zeros((n - 1, 1), dtype=bool)], [np.ones((1, n), dtype=bool)]])
