# arrays of both parts
import numpy as np


def merge(a, b):
    mixtures = np.stack([a[0], b[0]])
    largest = np.array([a[1], b[1]])
    factors = np.exp(largest - largest.max())
    sums = np.array([a[2], b[2]]) * factors
    return sums @ mixtures / sums.sum(), largest.max(), sums.sum()
