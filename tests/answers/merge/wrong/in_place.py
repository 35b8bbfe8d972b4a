# fails: inputs; diagnosis: changes_input
import numpy as np


def merge(a, b):
    largest = max(a[1], b[1])
    part_a, part_b = a[2] * np.exp(a[1] - largest), b[2] * np.exp(b[1] - largest)
    mixture = a[0]
    mixture *= part_a
    mixture += part_b * b[0]
    mixture /= part_a + part_b
    return mixture, largest, part_a + part_b
