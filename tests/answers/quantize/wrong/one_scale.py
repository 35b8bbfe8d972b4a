# fails: scale; diagnosis: one_scale_for_all
import numpy as np


def quantize(rows):
    scale = abs(rows).max() / 127
    return np.round(rows / scale).astype(np.int8), np.full((len(rows), 1), scale, dtype=np.float32)
