# fails: equals; diagnosis: inverted_mask
import numpy as np


def causal_mask(n):
    return np.arange(n)[None, :] > np.arange(n)[:, None]
