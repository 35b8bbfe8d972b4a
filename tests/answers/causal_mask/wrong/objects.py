# fails: equals; diagnosis: another_type
import numpy as np


def causal_mask(n):
    return np.array([[j <= i for j in range(n)] for i in range(n)], dtype=object)
