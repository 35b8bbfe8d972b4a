# fails: error; diagnosis: signs_lost
import numpy as np


def quantize(rows):
    sizes = np.abs(rows)
    scales = sizes.max(axis=1, keepdims=True) / 127
    return np.round(sizes / np.where(scales == 0, 1, scales)).astype(np.int8), scales.astype(np.float32)
