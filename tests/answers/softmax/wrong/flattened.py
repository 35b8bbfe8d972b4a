# fails: equals; diagnosis: all_in_a_line
import numpy as np


def softmax(scores):
    scores = scores.ravel()
    e = np.exp(scores - scores.max())
    return e / e.sum()
