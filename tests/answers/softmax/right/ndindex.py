# math.exp over every row of any number of axes
import math

import numpy as np


def softmax(scores):
    out = np.empty_like(scores)
    for index in np.ndindex(scores.shape[:-1]):
        row = scores[index].tolist()
        top = max(row)
        exps = [math.exp(s - top) for s in row]
        total = math.fsum(exps)
        out[index] = [e / total for e in exps]
    return out
