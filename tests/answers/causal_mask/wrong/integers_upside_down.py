# fails: equals; diagnosis: inverted_mask
import numpy as np


def causal_mask(n):
    return np.triu(np.ones((n, n), dtype=int), k=1)
