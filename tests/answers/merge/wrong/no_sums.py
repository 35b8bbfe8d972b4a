# fails: equals; diagnosis: factors_without_sums
import numpy as np


def merge(a, b):
    largest = max(a[1], b[1])
    factor_a, factor_b = np.exp(a[1] - largest), np.exp(b[1] - largest)
    mixture = (factor_a * a[0] + factor_b * b[0]) / (factor_a + factor_b)
    return mixture, largest, a[2] * factor_a + b[2] * factor_b
