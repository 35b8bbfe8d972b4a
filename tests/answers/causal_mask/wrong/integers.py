# fails: equals; diagnosis: mask_of_numbers
import numpy as np


def causal_mask(n):
    return np.array([[int(j <= i) for j in range(n)] for i in range(n)])
