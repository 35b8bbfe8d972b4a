# in-place steps on a copy of its own
import numpy as np


def softmax(scores):
    x = np.array(scores, copy=True)
    x -= x.max(axis=-1, keepdims=True)
    np.exp(x, out=x)
    x /= x.sum(axis=-1, keepdims=True)
    return x
