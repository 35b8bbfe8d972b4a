# fails: scale; diagnosis: largest_without_sign
import numpy as np


def quantize(rows):
    scales = rows.max(axis=1, keepdims=True) / 127
    numbers = np.round(rows / np.where(scales == 0, 1, scales))
    return numbers.astype(np.int8), scales.astype(np.float32)
