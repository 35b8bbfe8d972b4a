# two loops
import numpy as np


def causal_mask(n):
    mask = np.zeros((n, n), dtype=np.bool_)
    for i in range(n):
        for j in range(n):
            if j <= i:
                mask[i, j] = True
    return mask
