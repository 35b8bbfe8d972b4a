# fails: equals; diagnosis: none
import numpy as np


def query_key_pairs(n):
    return np.argwhere(np.tri(n))
