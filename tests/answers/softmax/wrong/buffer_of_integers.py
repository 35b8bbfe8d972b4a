# fails: equals; diagnosis: whole_numbers
import numpy as np


def softmax(scores):
    rows = scores.reshape(-1, scores.shape[-1])
    out = np.zeros(rows.shape, dtype=int)
    for i, row in enumerate(rows):
        exps = np.exp(row - row.max())
        out[i] = exps / exps.sum()
    return out.reshape(scores.shape)
