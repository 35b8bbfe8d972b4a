# fails: scale; diagnosis: scale_by_128
import numpy as np


def quantize(rows):
    scales = np.abs(rows).max(axis=1, keepdims=True) / 128
    numbers = np.round(rows / np.where(scales == 0, 1, scales))
    return numbers.astype(np.int8), scales.astype(np.float32)
