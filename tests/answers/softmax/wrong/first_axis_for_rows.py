# fails: equals; diagnosis: first_axis_for_rows
import numpy as np


def softmax(scores):
    out = np.zeros_like(scores)
    for i, row in enumerate(scores):
        e = np.exp(row - row.max())
        out[i] = e / e.sum()
    return out
