# fails: equals; diagnosis: none
import numpy as np


def causal_mask(n):
    return np.where(np.tri(n), "yes", "no")
