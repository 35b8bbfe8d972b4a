# fails: equals; diagnosis: only_itself
import numpy as np


def causal_mask(n):
    return np.identity(n).astype(bool)
