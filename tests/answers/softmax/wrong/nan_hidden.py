# fails: numerics; diagnosis: nan_replaced
import numpy as np


def softmax(scores):
    e = np.exp(scores)
    return np.nan_to_num(e / e.sum(axis=-1, keepdims=True))
