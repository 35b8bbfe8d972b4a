# fails: numerics; diagnosis: overflows
import math

import numpy as np


def softmax(scores):
    out = np.zeros_like(scores)
    for index in np.ndindex(scores.shape[:-1]):
        exps = [math.exp(s) for s in scores[index]]
        out[index] = [e / sum(exps) for e in exps]
    return out
