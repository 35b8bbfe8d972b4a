# rows of an array as tuples
import numpy as np


def query_key_pairs(n):
    i, j = np.where(np.arange(n)[:, None] >= np.arange(n))
    return list(map(tuple, np.column_stack((i, j)).tolist()))
