# fails: equals; diagnosis: sums_without_factors
import numpy as np


def merge(a, b):
    total = a[2] + b[2]
    return (a[0] * a[2] + b[0] * b[2]) / total, max(a[1], b[1]), total
