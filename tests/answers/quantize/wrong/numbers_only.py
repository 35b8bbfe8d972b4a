# fails: shape; diagnosis: another_type
import numpy as np


def quantize(rows):
    scales = np.abs(rows).max(axis=1, keepdims=True) / 127
    numbers = np.round(rows / np.where(scales == 0, 1, scales))
    return numbers.astype(np.int8)
