# fails: numerics; diagnosis: naive_exp
import numpy as np


def merge(a, b):
    part_a, part_b = a[2] * np.exp(a[1]), b[2] * np.exp(b[1])
    largest = max(a[1], b[1])
    mixture = (part_a * a[0] + part_b * b[0]) / (part_a + part_b)
    return mixture, largest, (part_a + part_b) / np.exp(largest)
