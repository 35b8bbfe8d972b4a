# fails: equals; diagnosis: no_mask
import numpy as np


def causal_mask(n):
    mask = [[False] * n] * n
    for i in range(n):
        for j in range(i + 1):
            mask[i][j] = True
    return np.array(mask)
