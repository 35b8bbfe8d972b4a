# one row after the other, in Python's own numbers
import numpy as np


def quantize(rows):
    numbers = np.zeros(rows.shape, dtype=np.int8)
    scales = np.zeros((len(rows), 1), dtype=np.float32)
    for i, row in enumerate(rows):
        largest = max(abs(float(x)) for x in row)
        if largest == 0:
            continue
        scales[i, 0] = largest / 127
        for j, x in enumerate(row):
            numbers[i, j] = round(float(x) * 127 / largest)
    return numbers, scales
