# fails: equals; diagnosis: one_row_for_all
import numpy as np


def softmax(scores):
    out = np.zeros_like(scores)
    row = scores.reshape(-1, scores.shape[-1])[0]
    out[...] = np.exp(row - row.max()) / np.exp(row - row.max()).sum()
    return out
