# fails: dtype; diagnosis: not_int8
import numpy as np


def quantize(rows):
    scales = np.abs(rows).max(axis=1, keepdims=True) / 127
    numbers = np.round(rows / np.where(scales == 0, 1, scales))
    return numbers, scales.astype(np.float32)
