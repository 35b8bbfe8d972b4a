# fails: equals; diagnosis: first_parts_largest
import numpy as np


def merge(a, b):
    (mix_a, largest_a, sum_a), (mix_b, largest_b, sum_b) = a, b
    largest = largest_a
    part_a, part_b = sum_a * np.exp(largest_a - largest), sum_b * np.exp(largest_b - largest)
    total = part_a + part_b
    return (mix_a * part_a + mix_b * part_b) / total, largest, total
