# fails: masked; diagnosis: weight_for_hidden
import numpy as np


def softmax(scores):
    e = np.exp(scores - scores.max(axis=-1, keepdims=True)) + 1e-30
    return e / e.sum(axis=-1, keepdims=True)
