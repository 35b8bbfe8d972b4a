# indices of the lower triangle
import numpy as np


def causal_mask(n):
    mask = np.zeros((n, n), bool)
    mask[np.tril_indices(n)] = True
    return mask
