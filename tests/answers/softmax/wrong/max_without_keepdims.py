# fails: equals; diagnosis: no_keepdims
import numpy as np


def softmax(scores):
    z = np.exp(scores - np.max(scores, axis=-1))
    return z / np.sum(z, axis=-1, keepdims=True)
