# calls itself until one axis is left
import numpy as np


def softmax(scores):
    if scores.ndim > 1:
        return np.stack([softmax(part) for part in scores])
    exps = np.exp(scores - scores.max())
    return exps / exps.sum()
