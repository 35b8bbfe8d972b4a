# fails: equals; diagnosis: softmax_over_queries
import numpy as np


def softmax(scores):
    exps = np.exp(scores - scores.max(axis=0))
    return exps / exps.sum(axis=0)
