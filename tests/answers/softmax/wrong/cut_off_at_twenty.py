# fails: equals; diagnosis: coarse_numbers
import numpy as np


def softmax(scores):
    below = scores - scores.max(axis=-1, keepdims=True)
    exps = np.where(below < -20, 0, np.exp(below))
    return exps / exps.sum(axis=-1, keepdims=True)
