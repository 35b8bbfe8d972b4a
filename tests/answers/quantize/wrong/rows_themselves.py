# fails: error; diagnosis: no_scale
import numpy as np


def quantize(rows):
    scales = np.abs(rows).max(axis=1, keepdims=True) / 127
    numbers = np.round(rows)
    return numbers.astype(np.int8), scales.astype(np.float32)
