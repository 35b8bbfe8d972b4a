# fails: equals; diagnosis: axis_one
import numpy as np


def softmax(scores):
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return exps / np.sum(exps, axis=1, keepdims=True)
