# np.matrix
import numpy as np


def causal_mask(n):
    return np.matrix([[query >= key for key in range(n)] for query in range(n)])
