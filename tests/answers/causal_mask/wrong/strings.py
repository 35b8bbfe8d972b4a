# fails: equals; diagnosis: another_type
import numpy as np


def causal_mask(n):
    return np.where(np.tri(n), "yes", "no")
