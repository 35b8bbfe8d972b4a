# fails: shape; diagnosis: scales_without_axis
import numpy as np


def quantize(rows):
    scales = np.abs(rows).max(axis=1) / 127
    numbers = np.round(rows / np.where(scales == 0, 1, scales)[:, None])
    return numbers.astype(np.int8), scales.astype(np.float32)
