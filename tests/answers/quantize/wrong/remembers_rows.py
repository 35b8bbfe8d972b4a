# fails: bytes; diagnosis: keeps_more_than_bytes
import numpy as np


seen = []


def quantize(rows):
    scales = np.abs(rows).max(axis=1, keepdims=True) / 127
    seen.append(rows.copy())
    numbers = np.round(rows / np.where(scales == 0, 1, scales))
    return numbers.astype(np.int8), scales.astype(np.float32)
