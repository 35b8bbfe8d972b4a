# fails: equals; diagnosis: softmax_over_everything
import numpy as np


def softmax(scores):
    e = np.exp(scores)
    return e / e.sum()
