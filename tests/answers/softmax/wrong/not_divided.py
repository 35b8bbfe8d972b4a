# fails: equals; diagnosis: not_normalised
import numpy as np


def softmax(scores):
    return np.exp(scores - scores.max(axis=-1, keepdims=True))
