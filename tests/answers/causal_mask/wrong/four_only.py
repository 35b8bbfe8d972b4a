# fails: equals; diagnosis: same_mask_for_all
import numpy as np


def causal_mask(n):
    return np.array([[1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0], [1, 1, 1, 1]], dtype=bool)
