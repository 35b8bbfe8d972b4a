# fails: equals; diagnosis: softmax_over_everything
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max())
    return exps / exps.sum()
