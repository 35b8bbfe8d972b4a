# fails: scale; diagnosis: largest_for_scale
import numpy as np


def quantize(rows):
    largest = np.abs(rows).max(axis=1, keepdims=True)
    safe = np.where(largest > 0, largest, 1)
    return np.round(127 * rows / safe).astype(np.int8), largest.astype(np.float32)
