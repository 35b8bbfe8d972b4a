# fails: equals; diagnosis: constant_subtracted
import numpy as np


def softmax(scores):
    e = np.exp(scores - 1000)
    return e / e.sum(axis=-1, keepdims=True)
