# fails: equals; diagnosis: another_type
import numpy as np


def query_key_pairs(n):
    return np.argwhere(np.tri(n))
