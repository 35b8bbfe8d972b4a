# fails: scale; diagnosis: scale_by_255
import numpy as np


def quantize(rows):
    scales = np.abs(rows).max(axis=1, keepdims=True) / 256
    numbers = np.round(rows / np.where(scales == 0, 1, scales))
    numbers = np.clip(numbers, -128, 127)
    return numbers.astype(np.int8), scales.astype(np.float32)
