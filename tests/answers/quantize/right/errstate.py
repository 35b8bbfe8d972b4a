# 0 / 0 made 0 without a word, scales of zero rows 1
import numpy as np


def quantize(rows):
    scales = np.linalg.norm(rows, ord=np.inf, axis=1, keepdims=True).astype(np.float32) / np.float32(127)
    with np.errstate(divide="ignore", invalid="ignore"):
        numbers = np.nan_to_num(np.rint(rows / scales))
    scales[scales == 0] = 1
    return np.clip(numbers, -127, 127).astype(np.int8), scales
