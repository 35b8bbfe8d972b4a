# fails: scale; diagnosis: scale_for_two_sides
import numpy as np


def quantize(rows):
    scales = np.abs(rows).max(axis=1, keepdims=True) / 127.5
    numbers = np.round(rows / np.where(scales == 0, 1, scales))
    return numbers.astype(np.int8), scales.astype(np.float32)
