# read off a mask
import numpy as np


def query_key_pairs(n):
    return [tuple(pair) for pair in np.argwhere(np.tri(n, dtype=bool))]
