# fails: equals; diagnosis: other_diagonal
import numpy as np


def causal_mask(n):
    return np.tri(n, dtype=bool)[::-1]
