# fails: scale; diagnosis: scale_from_the_range
import numpy as np


def quantize(rows):
    scales = np.ptp(rows, axis=1, keepdims=True) / 254
    scales[scales == 0] = 1
    return np.round(rows / scales).clip(-127, 127).astype(np.int8), scales.astype(np.float32)
