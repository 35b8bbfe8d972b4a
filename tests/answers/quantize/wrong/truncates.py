# fails: error; diagnosis: cuts_off
import numpy as np


def quantize(rows):
    largest = np.max(np.abs(rows), axis=1, keepdims=True)
    scales = np.where(largest == 0, 1, largest / 127)
    return (rows / scales).astype(np.int8), scales.astype(np.float32)
