# fails: equals; diagnosis: not_in_numpy
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdim=True))
    return exps / exps.sum(axis=-1, keepdim=True)
