# fails: shape; diagnosis: scales_first
import numpy as np


def quantize(rows):
    scales = np.abs(rows).max(axis=1, keepdims=True) / 127
    numbers = np.round(rows / np.where(scales == 0, 1, scales))
    return scales.astype(np.float32), numbers.astype(np.int8)
