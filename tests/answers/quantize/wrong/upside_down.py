# fails: scale; diagnosis: scale_upside_down
import numpy as np


def quantize(rows):
    scales = 127 / np.abs(rows).max(axis=1, keepdims=True)
    return np.round(rows * scales).astype(np.int8), scales.astype(np.float32)
