# fails: equals; diagnosis: mask_to_be_added
import numpy as np


def causal_mask(n):
    return np.triu(np.full((n, n), -np.inf), k=1)
