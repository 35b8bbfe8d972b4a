# the last axis is moved to the front
import numpy as np


def softmax(scores):
    s = np.moveaxis(scores, -1, 0)
    e = np.exp(s - s.max(axis=0))
    return np.moveaxis(e / e.sum(axis=0), 0, -1)
