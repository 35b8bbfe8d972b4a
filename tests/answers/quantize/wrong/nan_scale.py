# fails: zeros; diagnosis: scale_of_zero_rows
import numpy as np


def quantize(rows):
    largest = np.abs(rows).max(axis=1, keepdims=True)
    scales = np.where(largest > 0, largest / 127, np.nan)
    with np.errstate(all="ignore"):
        return np.round(rows / scales).astype(np.int8), scales.astype(np.float32)
