# fails: bytes; diagnosis: keeps_more_than_bytes
import numpy as np


def quantize(rows):
    scales = np.abs(rows).max(axis=1, keepdims=True) / 127
    wide = np.round(rows / np.where(scales == 0, 1, scales)).astype("<i4")
    return wide.view(np.int8)[:, ::4], scales.astype(np.float32)
