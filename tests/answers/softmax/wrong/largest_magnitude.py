# fails: numerics; diagnosis: largest_magnitude_subtracted
import numpy as np


def softmax(scores):
    size = np.abs(scores).max(axis=-1, keepdims=True)
    exps = np.exp(scores - size)
    return exps / exps.sum(axis=-1, keepdims=True)
