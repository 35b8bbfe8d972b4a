# fails: scale; diagnosis: largest_without_sign
import numpy as np


def quantize(rows):
    scales = rows.max(axis=1, keepdims=True) / 127
    safe = np.where(scales > 0, scales, 1)
    numbers = np.round(rows / safe).astype(np.int8)
    return numbers, scales.astype(np.float32)
