# fails: equals; diagnosis: all_but_itself
import numpy as np


def causal_mask(n):
    return np.arange(n)[:,None] != np.arange(n)
