# fails: inputs; diagnosis: changes_input
import numpy as np


def quantize(rows):
    scales = np.abs(rows).max(axis=1, keepdims=True) / 127
    rows /= np.where(scales == 0, 1, scales)
    return np.round(rows).astype(np.int8), scales.astype(np.float32)
