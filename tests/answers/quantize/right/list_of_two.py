# multiplied by the inverse, a list of two arrays
import numpy as np


def quantize(rows):
    magnitude = np.sqrt(rows.astype(np.float64) ** 2).max(1)
    inverse = 127 / np.maximum(magnitude, 1e-38)
    return [np.int8(np.rint(rows * inverse[:, np.newaxis])), (magnitude / 127).reshape(-1, 1).astype(np.float32)]
