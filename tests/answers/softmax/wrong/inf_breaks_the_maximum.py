# fails: masked; diagnosis: none
import numpy as np


def softmax(scores):
    shifted = scores - scores.min(axis=-1, keepdims=True)
    shifted = shifted - shifted.max(axis=-1, keepdims=True)
    e = np.exp(shifted)
    return e / e.sum(axis=-1, keepdims=True)
