# fails: inputs; diagnosis: shared_result
import numpy as np


OUT = {}


def merge(a, b):
    (mix_a, largest_a, sum_a), (mix_b, largest_b, sum_b) = a, b
    largest = max(largest_a, largest_b)
    part_a, part_b = sum_a * np.exp(largest_a - largest), sum_b * np.exp(largest_b - largest)
    total = part_a + part_b
    out = OUT.setdefault((mix_a.shape, mix_a.dtype), np.empty_like(mix_a))
    out[:] = (mix_a * part_a + mix_b * part_b) / total
    return out, largest, total
