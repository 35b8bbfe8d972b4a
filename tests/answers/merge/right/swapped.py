# the part with the larger score first
import numpy as np


def merge(a, b):
    if b[1] > a[1]:
        a, b = b, a
    shrink = np.exp(b[1] - a[1])
    total = a[2] + b[2] * shrink
    share = b[2] * shrink / total
    return a[0] * (1 - share) + b[0] * share, a[1], total
