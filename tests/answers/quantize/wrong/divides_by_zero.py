# fails: zeros; diagnosis: divides_by_zero
import numpy as np


def quantize(rows):
    scales = np.abs(rows).max(axis=1, keepdims=True) / 127
    return np.round(rows / scales).astype(np.int8), scales.astype(np.float32)
