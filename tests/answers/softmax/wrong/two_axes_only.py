# fails: equals; diagnosis: number_of_values
import numpy as np


def softmax(scores):
    out = np.zeros_like(scores)
    n, m = scores.shape
    for i in range(n):
        exps = np.exp(scores[i] - scores[i].max())
        out[i] = exps / exps.sum()
    return out
