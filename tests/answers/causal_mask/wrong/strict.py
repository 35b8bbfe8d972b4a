# fails: equals; diagnosis: excludes_itself
import numpy as np


def causal_mask(n):
    i = np.arange(n)
    return i[:, None] > i
