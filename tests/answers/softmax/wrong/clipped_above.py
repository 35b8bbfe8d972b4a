# fails: numerics; diagnosis: clipped
import numpy as np


def softmax(scores):
    e = np.exp(np.minimum(scores, 700))
    return e / e.sum(axis=-1, keepdims=True)
