# fails: scale; diagnosis: scale_has_a_floor
import numpy as np


def quantize(rows):
    scales = np.abs(rows).max(axis=1, keepdims=True) / 127 + 1e-9
    safe = np.where(scales > 0, scales, 1)
    numbers = np.round(rows / safe).astype(np.int8)
    return numbers, scales.astype(np.float32)
