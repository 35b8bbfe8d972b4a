# np.divide with where=, rounded half up
import numpy as np


def quantize(rows):
    largest = np.maximum(rows.max(axis=-1), -rows.min(axis=-1))[:, None]
    scales = np.float32(largest / 127)
    quotient = np.divide(rows, scales, out=np.zeros_like(rows), where=scales > 0)
    return np.floor(quotient + 0.5).astype("int8"), scales
