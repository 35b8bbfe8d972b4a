# fails: scale; diagnosis: norm_for_largest
import numpy as np


def quantize(rows):
    scales = np.sqrt((rows**2).sum(axis=1, keepdims=True)) / 127
    return np.rint(rows / np.maximum(scales, 1e-30)).astype(np.int8), scales.astype(np.float32)
