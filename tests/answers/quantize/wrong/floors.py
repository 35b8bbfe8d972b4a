# fails: error; diagnosis: rounds_down
import numpy as np


def quantize(rows):
    scales = np.abs(rows).max(axis=1, keepdims=True) / 127
    numbers = np.floor(rows / np.where(scales == 0, 1, scales))
    return numbers.astype(np.int8), scales.astype(np.float32)
